"""Namespaces of a zygote: an empty network, and no shared System V objects, host names or mounts.

Theory. What a process cannot name it cannot reach. The network namespace holds nothing but a loopback that is
down; the mount namespace is where `view` builds a file system of libraries only. Making them costs the kernel a
global lock and about a millisecond, so a zygote makes them once and its workers, which could not get anything
from each other through them, inherit them. Root makes them directly; another user first makes a user namespace
in which it has the privilege, mapped to the uid it already has. Where neither is allowed (Docker's default, some
distributions) Landlock and seccomp carry the weight alone: no file, no socket, no System V object.

No PID namespace: it would hide other processes' numbers, which workers can do nothing with (no /proc, signals to
oneself only), and it would end workers with their zygote, which the parent-death signal does; for that the host
would no longer know workers by the numbers that cgroups and `kill` take.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from grader.sandbox.confinement import kernel

_MOUNTS, _HOST_NAMES, _IPC, _USERS, _NETWORK = 0x0002_0000, 0x0400_0000, 0x0800_0000, 0x1000_0000, 0x4000_0000
_OWN: Final = _MOUNTS | _HOST_NAMES | _IPC | _NETWORK
_MS_REC, _MS_PRIVATE = 0x4000, 0x40000


def enter() -> None:
    """Gives this process namespaces of its own, for good. It must have one thread.

    Raises:
        OSError: if neither the privilege nor a user namespace is to be had.
    """
    try:
        kernel.unshare(_OWN)
    except PermissionError:
        _become_privileged()
    kernel.mount("none", "/", "", _MS_REC | _MS_PRIVATE, "")


def _become_privileged() -> None:
    uid, gid = os.geteuid(), os.getegid()
    kernel.unshare(_USERS | _OWN)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")


def use() -> None:
    """Makes the namespaces; for a process that is thrown away."""
    enter()
    others = [
        line
        for line in Path("/proc/net/dev").read_text().splitlines()[2:]
        if not line.strip().startswith("lo:")
    ]
    if others:
        raise OSError("a new network namespace is not empty")
