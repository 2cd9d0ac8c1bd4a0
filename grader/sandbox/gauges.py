"""What a worker uses, by the kernel's count: CPU time, memory, and disk where no file system of its own bounds it."""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox.confinement import footprint

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_USER_AND_SYSTEM = slice(11, 15)  # of /proc/<pid>/stat after the name: own and reaped children's
_HELD_KIB = re.compile(rb"^Rss(?:Anon|Shmem):\s*(\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A scratch folder without a file system of its own, and how much it may hold."""

    folder: Path
    size_bytes: int
    files: int

    def is_overfull(self) -> bool:
        return footprint.exceeds(self.folder, size_bytes=self.size_bytes, files=self.files)


class Gauges:
    """The gauges of one live process.

    Args:
        pid: the process's, which must not have been reaped.
        allowance_bytes: memory that is not counted, beside what it shared with its zygote when it was born.
    """

    def __init__(self, pid: int, allowance_bytes: int) -> None:
        self._status = f"/proc/{pid}/status"
        self._baseline = _anonymous_bytes(pid) + allowance_bytes
        self._stat: int | None = None  # kept open: each call looks at it
        with contextlib.suppress(OSError):
            self._stat = os.open(f"/proc/{pid}/stat", os.O_RDONLY | os.O_CLOEXEC)

    def cpu_time_s(self) -> float:
        """CPU seconds of all its threads; 0 once it has ended."""
        if self._stat is None:
            return 0.0
        try:
            fields = os.pread(self._stat, 1024, 0).rpartition(b")")[2].split()
        except ProcessLookupError:  # ended, and not yet told
            return 0.0
        return sum(map(int, fields[_USER_AND_SYSTEM])) / _TICKS_PER_S

    def memory_bytes(self) -> int:
        """Anonymous and shared memory beyond the baseline."""
        return self._held_bytes() - self._baseline

    def _held_bytes(self) -> int:
        try:
            with open(self._status, "rb", buffering=0) as file:
                status = file.read()
        except OSError:
            return 0
        return sum(map(int, _HELD_KIB.findall(status))) << 10

    def close(self) -> None:
        if self._stat is not None:
            os.close(self._stat)
            self._stat = None


def _anonymous_bytes(pid: int) -> int:
    """What a process has when it is born: it shares nothing yet, and its status would take four times as long."""
    try:
        statm = os.open(f"/proc/{pid}/statm", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return 0
    try:
        _, resident, of_files, *_ = os.read(statm, 256).split()
    except (ProcessLookupError, ValueError):  # ended meanwhile
        return 0
    finally:
        os.close(statm)
    return (int(resident) - int(of_files)) * _PAGE_BYTES
