"""Runs a command as if on another machine: `python -m tests.places PLACE COMMAND …`, as root.

    ordinary   a user like any other: may make user namespaces, has no cgroup to write to
    bare       likewise, and makes no namespaces: what hardened distributions allow
    container  root as Docker starts it by default: few capabilities, no namespaces, cgroups to be read only

The interpreter may lie under a closed /root: in a mount namespace of the command's own the way to it is opened.
"""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from grader.sandbox.confinement import bpf, identity, kernel, seccomp
from grader.sandbox.confinement.interpreter import outermost
from grader.sandbox.confinement.syscalls import HIGHEST_KNOWN, numbers

ROOT = Path(__file__).resolve().parents[1]
ORDINARY_UID = 61_234
NEW_MOUNTS = 0x0002_0000
READ_ONLY, REMOUNT, BIND, MOVE, RECURSIVE, PRIVATE = 1, 0x20, 0x1000, 0x2000, 0x4000, 0x40000
PR_CAPBSET_DROP = 24
LAST_CAPABILITY = 40
# What Docker leaves: chown dac_override fowner fsetid kill setgid setuid setpcap net_bind_service net_raw
# sys_chroot mknod audit_write setfcap.
CONTAINER_CAPABILITIES = (0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31)
REFUSED = (
    "mount umount2 unshare setns pivot_root open_tree move_mount mount_setattr fsopen fsconfig fsmount fspick "
    "open_tree_attr keyctl add_key request_key bpf userfaultfd kexec_load init_module finit_module delete_module"
).split()
NAMESPACE_FLAGS = 0x7E02_0000


def ordinary() -> None:
    open_the_way()
    become_ordinary()


def bare() -> None:
    open_the_way()
    refuse_namespaces()
    become_ordinary()


def container() -> None:
    open_the_way()
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        place = line.split()[4]
        if place.startswith("/sys/fs/cgroup"):
            kernel.mount("none", place, "", REMOUNT | BIND | READ_ONLY, "")
    refuse_namespaces()
    for capability in set(range(LAST_CAPABILITY + 1)) - set(CONTAINER_CAPABILITIES):
        kernel.prctl(PR_CAPBSET_DROP, capability)  # exec takes the rest
    identity.set_capabilities(sum(1 << capability for capability in CONTAINER_CAPABILITIES))


PLACES: dict[str, Callable[[], None]] = {"ordinary": ordinary, "bare": bare, "container": container}


def can_imitate() -> bool:
    """Whether this process may do what the places take."""
    return os.geteuid() == 0 and bool(identity.held_capabilities() >> 21 & 1)  # CAP_SYS_ADMIN


def command(place: str, *words: str) -> list[str]:
    """`words` as a command that runs them there."""
    return [sys.executable, "-m", "tests.places", place, *words]


def open_the_way() -> None:
    kernel.unshare(NEW_MOUNTS)
    kernel.mount("none", "/", "", RECURSIVE | PRIVATE, "")
    needed = outermost(Path(path).resolve() for path in (sys.prefix, sys.base_prefix, ROOT))
    for closed in {folder for path in needed if (folder := _closed(path)) is not None}:
        _reopen(closed, [path for path in needed if path.is_relative_to(closed)])


def _closed(path: Path) -> Path | None:
    """The outermost folder on the way to `path` that others cannot pass."""
    return next((folder for folder in (*reversed(path.parents), path) if not folder.stat().st_mode & 1), None)


def _reopen(closed: Path, kept: Iterable[Path]) -> None:
    aside = {}
    for path in kept:
        aside[path] = tempfile.mkdtemp(prefix="aside-")
        kernel.mount(str(path), aside[path], "", BIND | RECURSIVE, "")
    kernel.mount("tmpfs", str(closed), "tmpfs", 0, "size=1m,mode=0755")
    for path, place in aside.items():
        path.mkdir(parents=True, exist_ok=True)
        kernel.mount(place, str(path), "", MOVE, "")
        Path(place).rmdir()


def become_ordinary() -> None:
    os.setgroups([])
    os.setresgid(ORDINARY_UID, ORDINARY_UID, ORDINARY_UID)
    os.setresuid(ORDINARY_UID, ORDINARY_UID, ORDINARY_UID)


def refuse_namespaces() -> None:
    """A filter like that of Docker's default profile; the kernel takes it from root without no_new_privs."""
    machine = kernel.MACHINE
    known = numbers(machine)
    no = bpf.refuse(errno.EPERM)
    rules: dict[int, bpf.Rule] = {known[name]: no for name in REFUSED}
    namespaces = bpf.Test(argument=0, mask=NAMESPACE_FLAGS, values=(0,))
    rules[known["clone"]] = bpf.Guarded(tests=(namespaces,), otherwise=no)
    rules[known["clone3"]] = bpf.refuse(errno.ENOSYS)
    code = bpf.assemble(machine, rules, unnamed=bpf.ALLOW, unknown=bpf.ALLOW, highest_known=HIGHEST_KNOWN)
    seccomp.laid_out(code).install()


def main() -> None:
    place, *words = sys.argv[1:]
    PLACES[place]()
    os.environ["HOME"] = os.environ["TMPDIR"] = "/tmp"
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    os.execvp(words[0], words)


if __name__ == "__main__":
    main()
