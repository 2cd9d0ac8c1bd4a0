"""Landlock: which files a process may open, whom it may signal, whom it may connect to.

Theory. A ruleset names rights that are denied everywhere except beneath given paths; a process that restricts
itself by it can never get out, nor can its children. No privilege is needed, which makes this the layer that
works in a container. Libraries are readable, the scratch folder is writable, nothing else can be opened: not
/proc, not /tmp, not the course. Files are made in scratch only as regular ones, never links, FIFOs or devices.
Execution is granted nowhere (loading a library is reading it).

Since ABI 4 TCP is denied as well, since ABI 6 signals to and abstract sockets of processes outside. Older kernels
know fewer rights; each right is asked for only where it is known, and seccomp covers those of newer ABIs.

A ruleset in the kernel is shared by all who inherited its descriptor: one child's rule would be its sibling's
too. So there is one for each scratch folder, made before the fork; the domains that children enter by it are their
own.

What it does not do: it does not hide that a file exists (`stat`, `access`, `readlink` work everywhere), and it
leaves alone what is already open.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grader.sandbox.confinement import kernel
from grader.sandbox.confinement.interpreter import outermost
from grader.sandbox.confinement.kernel import Calls

(
    EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_DIR, REMOVE_FILE, MAKE_CHAR, MAKE_DIR, MAKE_REG, MAKE_SOCK,
    MAKE_FIFO, MAKE_BLOCK, MAKE_SYM, REFER, TRUNCATE, IOCTL_DEV,
) = (1 << bit for bit in range(16))  # fmt: skip

_RIGHTS_OF_ABI: Final = ((1, 13), (2, 14), (3, 15), (5, 16))  # from this ABI on, so many rights
_READ: Final = READ_FILE | READ_DIR
_WRITE: Final = _READ | WRITE_FILE | TRUNCATE | MAKE_REG | MAKE_DIR | REMOVE_FILE | REMOVE_DIR | REFER
_RIGHTS_OF_A_FILE: Final = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
_BIND_AND_CONNECT_TCP: Final = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS: Final = 0b11
_VERSION, _PATH_BENEATH, _NO_AUDIT_OF_DENIALS = 1, 1, 1
_ABI_WITH_TCP, _ABI_WITH_SCOPES, _ABI_WITH_AUDIT = 4, 6, 7


def abi() -> int:
    """The kernel's Landlock ABI; 0 where there is none or it is switched off."""
    try:
        return kernel.syscall(kernel.LANDLOCK_CREATE_RULESET, 0, 0, _VERSION)
    except OSError:
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruleset:
    """What all children of a zygote may read, to which each one's own scratch folder comes."""

    abi: int
    handled: int
    attributes: ctypes.Array[ctypes.c_char]
    rules: tuple[ctypes.Array[ctypes.c_char], ...]

    def with_room(self, scratch: str) -> int:
        """The descriptor of a ruleset by which `scratch` may be written to, to be enforced by children.

        Raises:
            OSError: if the kernel refuses, or `scratch` is not there.
        """
        size = len(self.attributes)
        own = kernel.syscall(kernel.LANDLOCK_CREATE_RULESET, ctypes.addressof(self.attributes), size, 0)
        folder = os.open(scratch, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        for rule in (*self.rules, _rule(folder, _WRITE & self.handled)):
            kernel.syscall(kernel.LANDLOCK_ADD_RULE, own, _PATH_BENEATH, ctypes.addressof(rule), 0)
        os.close(folder)
        return own

    def enforcing(self, own: int) -> Calls:
        """What restricts a process for good, by what `with_room` gave. Needs no_new_privs."""
        flags = _NO_AUDIT_OF_DENIALS if self.abi >= _ABI_WITH_AUDIT else 0
        return kernel.calls((kernel.LANDLOCK_RESTRICT_SELF, own, flags))


def prepare(
    readable: Iterable[Path], writable_files: Iterable[Path] = (), devices: Iterable[Path] = ()
) -> Ruleset:
    """Opens the paths that the children of this process may use, once, before the forks.

    Args:
        readable: folders and files to be read.
        writable_files: files to be read and written.
        devices: device files to be read, written and commanded.

    Raises:
        OSError: where there is no Landlock, or a path is not there.
    """
    version = abi()
    if not version:
        raise OSError("this kernel has no Landlock")
    handled = (1 << next(count for since, count in reversed(_RIGHTS_OF_ABI) if version >= since)) - 1
    places = outermost(path.resolve() for path in readable)  # a link's target is often another of them
    rules = [_opened(path, _READ & handled) for path in places]
    rules += [_opened(path, (READ_FILE | WRITE_FILE) & handled) for path in writable_files]
    rules += [_opened(path, (READ_FILE | WRITE_FILE | IOCTL_DEV) & handled) for path in devices]
    attributes = _attributes(version, handled)
    return Ruleset(abi=version, handled=handled, attributes=attributes, rules=tuple(rules))


def _attributes(version: int, handled: int) -> ctypes.Array[ctypes.c_char]:
    fields = [handled]
    if version >= _ABI_WITH_TCP:
        fields.append(_BIND_AND_CONNECT_TCP)
    if version >= _ABI_WITH_SCOPES:
        fields.append(_ABSTRACT_SOCKETS_AND_SIGNALS)
    packed = struct.pack(f"={len(fields)}Q", *fields)
    return ctypes.create_string_buffer(packed, len(packed))


def _opened(path: Path, rights: int) -> ctypes.Array[ctypes.c_char]:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
    return _rule(descriptor, rights if is_folder else rights & _RIGHTS_OF_A_FILE)


def _rule(descriptor: int, rights: int) -> ctypes.Array[ctypes.c_char]:
    packed = struct.pack("=Qi", rights, descriptor)
    return ctypes.create_string_buffer(packed, len(packed))


def use() -> None:
    """Restricts this process to nothing and checks it; for a process that is thrown away."""
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    ruleset = prepare(())
    kernel.make(ruleset.enforcing(ruleset.with_room("/dev")))
    try:
        os.listdir("/")
    except PermissionError:
        return
    raise OSError("the ruleset was enforced and does not refuse")
