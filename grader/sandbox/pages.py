"""Large pages under a zygote's heap, so that a fork copies hundreds of entries and not tens of thousands.

Theory. A fork copies the page table of every page that the zygote has written, and the worker's end undoes it: for
the 140 MB that `import torch` leaves that is most of what a bare fork costs. Where 512 small pages have been
gathered into a large one, one entry stands for them; the kernel splits it again, for that worker alone, where the
worker writes. Measured on two cores: 3 to 5 of the 15 ms that a small grading takes of a processor.

What the C library allocates lies in large pages from the beginning, where it knows how (`startup.LARGE_PAGES`; glibc
2.35). For what Python and others map themselves `MADV_COLLAPSE` (Linux 6.1) gathers at once, 5 ms for each 2 MiB, so
it is done a step at a time and only where many workers are to come. Where the kernel cannot, nothing changes.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

LARGE_BYTES: Final = 2 << 20
AT_ONCE: Final = 4
_MADV_COLLAPSE: Final = 25

_libc = ctypes.CDLL(None, use_errno=True)
_madvise = _libc.madvise
_madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)


def gathering() -> Iterator[None]:
    """Gathers this process's heap into large pages, `AT_ONCE` of them with each step; ready to go on without /proc."""
    try:
        text = Path("/proc/self/maps").read_text()
    except OSError:
        text = ""
    return _gather(_large_places(text.splitlines()))


def _large_places(lines: Iterable[str]) -> list[int]:
    """Where, in private writable memory without a file, a whole large page fits; last where one may be already."""
    mapped: list[int] = []
    heap: list[int] = []
    for line in lines:
        span, rights, _, _, _, *name = line.split(maxsplit=5)
        if rights == "rw-p" and (not name or name[0] == "[heap]"):
            begin, end = (int(bound, 16) for bound in span.split("-"))
            found = heap if name else mapped
            found += range(-(-begin // LARGE_BYTES) * LARGE_BYTES, end - LARGE_BYTES + 1, LARGE_BYTES)
    return mapped + heap


def _gather(places: list[int]) -> Iterator[None]:
    for index, place in enumerate(places, start=1):
        # What the kernel refuses (an unused stretch, no large page to be had) stays as it is.
        _madvise(place, LARGE_BYTES, _MADV_COLLAPSE)
        if index % AT_ONCE == 0:
            yield
