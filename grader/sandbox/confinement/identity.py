"""A uid of its own for each worker, and no capabilities.

Theory. Two processes of one user may signal each other, and count against the same limits. Where the zygote may
choose uids, each place has one, and so has the worker that is there. `first` is drawn at random within a range that no
system hands out (0x7000_0000 and up), so that two zygotes or two graders on one machine do not meet; in a container
with a short uid map it is towards the end of what is mapped, short of `nobody`, and the zygote's pid keeps them apart.
Where nothing fits (a user namespace that maps one uid), or without the privilege, workers keep the zygote's uid
and lose its capabilities.

A stranger's uid may be unable to walk to the interpreter (a pyenv under /root, mode 0700). In a private view
(`view`) the way is open. Else the worker keeps the one capability that passes over read permissions,
CAP_DAC_READ_SEARCH, but only under Landlock, which then is what says which files can be opened.
"""

from __future__ import annotations

import ctypes
import os
import secrets
import struct
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from grader.sandbox.confinement import kernel
from grader.sandbox.confinement.kernel import Calls
from grader.sandbox.confinement.probing import attempt

CAP_DAC_READ_SEARCH, CAP_SETGID, CAP_SETUID, CAP_CHOWN = 2, 6, 7, 0
_UNUSED = range(0x7000_0000, 0x7FFF_0000)
_WANTED_COUNT: Final = 4096
_FEWEST: Final = 64
_NOBODY: Final = 65534
_HEADER: Final = ctypes.create_string_buffer(struct.pack("=Ii", 0x20080522, 0))  # version 3, of this process


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """The uids, and gids of the same numbers, that workers may have."""

    first: int
    count: int
    capabilities: int = 0

    def of(self, zygote: int, count: int) -> int:
        """The uid of the `count`-th place of the zygote with this pid."""
        return self.first + (zygote * _FEWEST + count) % self.count


def able_to_read(identities: Identities, libraries: tuple[Path, ...], *, under_landlock: bool) -> Identities:
    """Gives the identities what they need to open the interpreter's libraries; tried out in children.

    Args:
        identities: the chosen uids.
        libraries: what a worker must be able to open.
        under_landlock: whether Landlock will say which files a worker can open.

    Raises:
        OSError: if they could not read.
    """
    error = attempt(lambda: _read_as(identities, libraries))
    if error and under_landlock and _has(CAP_DAC_READ_SEARCH):
        identities = replace(identities, capabilities=1 << CAP_DAC_READ_SEARCH)
        error = attempt(lambda: _read_as(identities, libraries))
    if error:
        raise OSError(f"a uid of its own cannot read the interpreter: {error}")
    return identities


def _read_as(identities: Identities, paths: tuple[Path, ...]) -> None:
    assume(identities.of(os.getpid(), 1), identities.capabilities)
    for path in paths:
        os.close(os.open(path, os.O_RDONLY | os.O_CLOEXEC))


def choose() -> Identities:
    """Chooses uids that this process's user namespace maps.

    Raises:
        OSError: if this process may not change its uid, too few are mapped, or there is no /proc.
    """
    if not _has(CAP_SETUID) or not _has(CAP_SETGID) or not _has(CAP_CHOWN):
        raise OSError("changing the uid needs CAP_SETUID, CAP_SETGID and CAP_CHOWN")
    common = [both for uids in _mapped("uid") for gids in _mapped("gid") if (both := _overlap(uids, gids))]
    for extent in common:
        if choice := _overlap(extent, _UNUSED):
            room = len(choice) - _WANTED_COUNT
            if room >= 0:
                return Identities(first=choice.start + secrets.randbelow(room + 1), count=_WANTED_COUNT)
    longest = max((_below_nobody(extent) for extent in common), key=len, default=range(0))
    count = min(_WANTED_COUNT, len(longest) // 2)
    if count < _FEWEST:
        raise OSError("this user namespace maps too few uids")
    spare = len(longest) // 2 - count
    return Identities(first=longest.stop - count - secrets.randbelow(spare + 1), count=count)


def _mapped(kind: str) -> list[range]:
    rows = [line.split() for line in Path(f"/proc/self/{kind}_map").read_text().splitlines()]
    return [range(int(row[0]), int(row[0]) + int(row[2])) for row in rows]


def _overlap(one: range, other: range) -> range:
    return range(max(one.start, other.start), min(one.stop, other.stop))


def _below_nobody(extent: range) -> range:
    return range(extent.start, min(extent.stop, _NOBODY)) if _NOBODY in extent else extent


def _has(capability: int) -> bool:
    return bool(held_capabilities() >> capability & 1)


def held_capabilities() -> int:
    """The effective capabilities of this process, as a bit set."""
    data = ctypes.create_string_buffer(24)
    kernel.syscall(kernel.CAPGET, ctypes.addressof(_HEADER), ctypes.addressof(data))
    low, _, _, high, _, _ = struct.unpack("=6I", data.raw)
    return int(low) | int(high) << 32


def keeping(capabilities: int) -> Calls:
    """What leaves a process these capabilities, of those it has, and no others."""
    low, high = capabilities & 0xFFFF_FFFF, capabilities >> 32
    sets = ctypes.create_string_buffer(struct.pack("=6I", low, low, 0, high, high, 0))
    call = (kernel.CAPSET, ctypes.addressof(_HEADER), ctypes.addressof(sets))
    return kernel.calls(call, memory=(_HEADER, sets))


def set_capabilities(kept: int) -> None:
    """Keeps these capabilities, of those it has, and no others."""
    kernel.make(keeping(kept))


def becoming(uid: int, capabilities: int) -> Calls:
    """What makes a process `uid` for good; it still has all its capabilities, if it is to keep some."""
    return kernel.calls(
        (kernel.PRCTL, kernel.PR_SET_KEEPCAPS, 1 if capabilities else 0),
        (kernel.SETGROUPS, 0, 0),
        (kernel.SETRESGID, uid, uid, uid),
        (kernel.SETRESUID, uid, uid, uid),
    )


def assume(uid: int, capabilities: int) -> None:
    """Becomes `uid` for good, with these capabilities only.

    Raises:
        OSError: if the kernel refuses.
    """
    kernel.make(becoming(uid, capabilities), keeping(capabilities))
