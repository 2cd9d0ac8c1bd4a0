"""System calls that Python does not wrap, with their prototypes made once and inherited by every fork.

Arguments are integers (a pointer is the address of a buffer that the caller keeps alive) or, where said so, bytes.
"""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

LINUX: Final = sys.platform == "linux"
MACHINE: Final = platform.machine()

# The same on x86-64 and aarch64: all calls since Linux 5.1 share their numbers.
OPEN_TREE, MOVE_MOUNT, CLOSE_RANGE, MOUNT_SETATTR = 428, 429, 436, 442
LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
CAPGET, PIVOT_ROOT, SECCOMP = {"x86_64": (125, 155, 317), "aarch64": (90, 41, 277)}.get(MACHINE, (-1, -1, -1))
SETSID, PRCTL, PRLIMIT, CAPSET = {"x86_64": (112, 157, 302, 126), "aarch64": (157, 167, 261, 91)}.get(
    MACHINE, (-1,) * 4
)
SETGROUPS, SETRESUID, SETRESGID = {"x86_64": (116, 117, 119), "aarch64": (159, 147, 149)}.get(
    MACHINE, (-1,) * 3
)

PR_SET_PDEATHSIG, PR_GET_DUMPABLE, PR_SET_DUMPABLE, PR_SET_KEEPCAPS = 1, 3, 4, 8
PR_SET_NO_NEW_PRIVS, PR_GET_NO_NEW_PRIVS = 38, 39

_PARAMETERS: Final = 6
_libc = ctypes.CDLL(None, use_errno=True)
_syscall = _libc.syscall
_syscall.argtypes = [ctypes.c_long] * (_PARAMETERS + 1)
_syscall.restype = ctypes.c_long


def syscall(number: int, *arguments: int) -> int:
    """Makes a system call.

    Raises:
        OSError: with the kernel's errno.
    """
    padding = (0,) * (_PARAMETERS - len(arguments))
    result: int = _syscall(number, *arguments, *padding)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"system call {number}: {os.strerror(error)}")
    return result


Buffer: TypeAlias = ctypes.Array[ctypes.c_char]


@dataclass(frozen=True, slots=True)
class Calls:
    """System calls laid out for `make`: each one's number and arguments, and the memory that those point to."""

    each: tuple[tuple[int, ...], ...]
    memory: tuple[Buffer, ...] = ()


def calls(*each: tuple[int, ...], memory: tuple[Buffer, ...] = ()) -> Calls:
    """Lays out system calls, given by their numbers and arguments."""
    return Calls(tuple((*one, *(0,) * (_PARAMETERS + 1 - len(one))) for one in each), memory)


def joined(*some: Calls) -> Calls:
    """One after another."""
    each = tuple(one for part in some for one in part.each)
    return Calls(each, tuple(buffer for part in some for buffer in part.memory))


NOTHING: Final = Calls(())


def make(*laid_out: Calls) -> None:
    """Makes system calls, in order, most of which were laid out before a fork.

    One loop, because each function that a fork runs, and all that it looks at, is pages for it to copy.

    Raises:
        OSError: with the kernel's errno, for the first that fails.
    """
    for some in laid_out:
        for one in some.each:
            if _syscall(*one) < 0:
                error = ctypes.get_errno()
                raise OSError(error, f"system call {one[0]}: {os.strerror(error)}")


def _function(name: str, *parameters: type) -> Callable[..., int] | None:
    if not LINUX:
        return None
    function = _libc[name]
    function.argtypes = parameters
    function.restype = ctypes.c_int
    return function


_text, _long = ctypes.c_char_p, ctypes.c_ulong
_prctl = _function("prctl", _long, _long, _long, _long, _long)
_unshare = _function("unshare", _long)
_mount = _function("mount", _text, _text, _text, _long, _text)
_umount2 = _function("umount2", _text, _long)


def _checked(function: Callable[..., int] | None, what: str, *arguments: int | bytes) -> int:
    if function is None:
        raise OSError(f"{what}: not on this system")
    result = function(*arguments)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{what}: {os.strerror(error)}")
    return result


def prctl(option: int, argument: int = 0) -> int:
    """prctl(2) with one argument, the others zero."""
    return _checked(_prctl, f"prctl {option}", option, argument, 0, 0, 0)


def unshare(flags: int) -> None:
    """unshare(2): gives this process namespaces of its own."""
    _checked(_unshare, f"unshare {flags:#x}", flags)


def mount(source: str, target: str, kind: str, flags: int, options: str) -> None:
    """mount(2), the classic call."""
    onto = os.fsencode(target)
    _checked(_mount, f"mount on {target}", source.encode(), onto, kind.encode(), flags, options.encode())


def umount(target: str, flags: int) -> None:
    """umount2(2)."""
    _checked(_umount2, f"umount {target}", os.fsencode(target), flags)


# A call through `PyDLL` keeps the interpreter's lock.
_fork = ctypes.PyDLL(None, use_errno=True).fork if LINUX else None


def fork() -> int:
    """fork(2) and nothing else, for a process with one thread; 0 in the child.

    `os.fork` has the child mend what other threads may have left in the middle: Python's locks, the handlers of
    `logging`, lists of threads. Where there is one thread nothing is broken, and what is mended costs the child 270
    pages, two thirds of all the time that an empty fork takes. What `os.register_at_fork` was told is not called:
    `random`, above all, is as it was in the parent.

    Raises:
        OSError: if the kernel refuses.
    """
    return _checked(_fork, "fork")


def path_buffer(path: str) -> ctypes.Array[ctypes.c_char]:
    """A C string; its address is good as long as the buffer lives."""
    return ctypes.create_string_buffer(os.fsencode(path))


def close_ranges(gaps: Iterable[tuple[int, int]]) -> None:
    """Closes all descriptors between these bounds, both included."""
    for first, last in gaps:
        if _syscall(CLOSE_RANGE, first, last, 0, 0, 0, 0) < 0:  # before Linux 5.9
            os.closerange(first, min(last, os.sysconf("SC_OPEN_MAX")) + 1)
