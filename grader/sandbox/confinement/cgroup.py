"""Control groups: the host bounds each worker's resident memory and threads, and learns of out-of-memory kills.

Theory. Only a cgroup counts all of a process's memory, page tables, pipes and tmpfs files included, and only its
counter tells an out-of-memory kill from any other SIGKILL. The host makes one group per worker and hands the
worker, as it is born, open descriptors by which it puts itself in, first of all. (That others put it in costs
milliseconds: for them the kernel waits until no process anywhere can be forking; a single thread that moves itself
need not wait.) Groups are made once and used again: making one is slower than moving a process, and the kernel frees
it late. Nobody waits for a worker's end: a group is given back as it is, and used again once it is found empty.

v1 and v2 differ in names and in how a group is killed: v2 has `cgroup.kill`; on v1 the members are killed until
none is left. On v2 a delegated group is needed (`hierarchy.delegate`).
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from grader.sandbox.confinement import hierarchy
from grader.sandbox.confinement.hierarchy import Hierarchy
from grader.sandbox.confinement.probing import attempt

ENTER = b"0"
_PREFIX = "grader-pool-"
_EMPTYING_S = 2.0
_PAUSE_S = 0.002
_MOST_BYTES = 4096


@dataclass(slots=True, kw_only=True)
class Group:
    """One worker's group (two folders on v1: one for memory, one for threads).

    Attributes:
        pool: what it is of.
        doors: descriptors, one for each folder; a process with one thread that writes `ENTER` to each is in. That
            of threads comes first: who is not counted there is in neither.
    """

    pool: Pool
    version: int
    memory: Path
    pids: Path | None
    doors: tuple[int, ...] = ()
    _memory_bytes: int = -1
    _threads: int = -1
    _kills_before: int = 0
    # Descriptors of what is read for each worker, by name.
    _counts: dict[str, int] = field(default_factory=dict)

    def make(self) -> None:
        """Makes its folders and opens its doors.

        Raises:
            OSError: if it is there already, or may not be made.
        """
        name = "cgroup.procs" if self.version == 2 else "tasks"
        for folder in reversed(hierarchy.folders(self.memory, self.pids)):
            folder.mkdir()
            self.doors += (os.open(folder / name, os.O_WRONLY | os.O_CLOEXEC),)

    def arm(self, *, memory_bytes: int, threads: int) -> None:
        """Sets the limits for the next worker and starts counting for it."""
        if memory_bytes != self._memory_bytes:
            for name, value in self._memory_settings(memory_bytes):
                _write(self.memory / name, value)
            self._memory_bytes = memory_bytes
        if self.pids is not None and threads != self._threads:
            _write(self.pids / "pids.max", str(threads))
            self._threads = threads
        self._kills_before = self._kills()

    def _memory_settings(self, memory_bytes: int) -> list[tuple[str, str]]:
        """Memory and swap together are never more than memory."""
        amount = str(memory_bytes)
        if self.version == 2:
            settings = [("memory.max", amount), ("memory.swap.max", "0"), ("memory.oom.group", "1")]
            return [(name, value) for name, value in settings if (self.memory / name).exists()]
        if not (self.memory / "memory.memsw.limit_in_bytes").exists():
            return [("memory.limit_in_bytes", amount)]
        # The kernel demands limit <= memsw at each step, so memsw goes out of the way first.
        names = ("memory.memsw.limit_in_bytes", "memory.limit_in_bytes", "memory.memsw.limit_in_bytes")
        return list(zip(names, ("-1", amount, amount), strict=True))

    @property
    def out_of_memory_kills(self) -> int:
        """How many processes the kernel killed for want of memory since `arm`."""
        return self._kills() - self._kills_before

    def _kills(self) -> int:
        name = "memory.events" if self.version == 2 else "memory.oom_control"
        words = self._count(self.memory, name).split()
        return int(words[words.index(b"oom_kill") + 1])

    def _count(self, folder: Path, name: str) -> bytes:
        """What is in a small file now, for those who look at it for every worker: it stays open."""
        if name not in self._counts:
            self._counts[name] = os.open(folder / name, os.O_RDONLY | os.O_CLOEXEC)
        return os.pread(self._counts[name], _MOST_BYTES, 0)

    @property
    def used_bytes(self) -> int:
        """What is charged to the group now."""
        name = "memory.current" if self.version == 2 else "memory.usage_in_bytes"
        return int((self.memory / name).read_text())

    def is_empty(self) -> bool:
        """Has all that was in it ended, and been reaped?"""
        return not (int(self._count(self.pids, "pids.current")) if self.pids else self.members())

    def members(self) -> tuple[int, ...]:
        """The pids of all processes in it."""
        return tuple(
            int(pid)
            for folder in hierarchy.folders(self.memory, self.pids)
            for pid in (folder / "cgroup.procs").read_text().split()
        )

    def kill(self) -> None:
        """Kills all that is in the group, and waits until nothing is.

        Raises:
            OSError: if something outlives it.
        """
        deadline = time.monotonic() + _EMPTYING_S
        while members := self.members():
            if time.monotonic() > deadline:
                raise OSError(f"processes {members} outlived their cgroup")
            self._kill_once(members)
            time.sleep(_PAUSE_S)

    def _kill_once(self, members: tuple[int, ...]) -> None:
        switch = self.memory / "cgroup.kill"
        if switch.exists():
            _write(switch, "1")
            return
        for pid in members:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def give_back(self) -> None:
        """Its worker has ended or is about to."""
        self.pool.give_back(self)

    def remove(self) -> None:
        """Removes the empty group."""
        for descriptor in (*self.doors, *self._counts.values()):
            os.close(descriptor)
        self.doors = ()
        self._counts.clear()
        for folder in hierarchy.folders(self.memory, self.pids):
            with contextlib.suppress(OSError):
                folder.rmdir()


class Pool:
    """The groups of one host process. Safe to use from several threads."""

    def __init__(self, place: Hierarchy) -> None:
        name = f"{_PREFIX}{os.getpid()}-{secrets.token_hex(4)}"
        self._version = place.version
        self._memory = place.memory / name
        self._pids = place.pids / name if place.pids is not None else None
        self._free: list[Group] = []
        self._made = 0
        self._lock = threading.Lock()
        for folder in hierarchy.folders(self._memory, self._pids):
            _sweep(folder.parent)
            folder.mkdir()
        if place.version == 2:
            hierarchy.enable_below(self._memory, place)

    @classmethod
    def open(cls) -> Pool:
        """Makes a pool below this process's own group.

        Raises:
            OSError: if there is no cgroup to write to.
        """
        place = hierarchy.own()
        hierarchy.delegate(place)
        return cls(place)

    def take(self, *, memory_bytes: int, threads: int) -> Group:
        """An empty group with these limits; a new one if none is empty.

        Raises:
            OSError: if none can be made, or the limits cannot be set.
        """
        group = self._empty()
        try:
            group.arm(memory_bytes=memory_bytes, threads=threads)
        except OSError:
            group.give_back()
            raise
        return group

    def _empty(self) -> Group:
        with self._lock:
            for group in self._free:
                if group.is_empty():
                    self._free.remove(group)
                    return group
            self._made += 1
            number = str(self._made)
        pids = self._pids / number if self._pids is not None else None
        group = Group(pool=self, version=self._version, memory=self._memory / number, pids=pids)
        group.make()
        return group

    def give_back(self, group: Group) -> None:
        """Takes back a group whose worker has ended or is about to."""
        with self._lock:
            self._free.append(group)

    def close(self) -> None:
        """Kills what is left in any group and removes them all."""
        for group in self._free:
            with contextlib.suppress(OSError):  # what cannot be killed keeps its group
                group.kill()
            group.remove()
        for folder in hierarchy.folders(self._memory, self._pids):
            _remove(folder)


def _sweep(parent: Path) -> None:
    """Removes the pools of hosts that were killed."""
    for pool in parent.glob(f"{_PREFIX}*"):
        owner = pool.name.removeprefix(_PREFIX).partition("-")[0]
        if not Path("/proc", owner).exists():
            _remove(pool)


def _remove(pool: Path) -> None:
    for folder in (*(child for child in pool.iterdir() if child.is_dir()), pool):
        with contextlib.suppress(OSError):
            folder.rmdir()


def enter(doors: Iterable[int]) -> None:
    """Puts this process, which has one thread, into the group with these doors, with what it allocates from now on.

    Raises:
        OSError: if the kernel refuses.
    """
    for door in doors:
        os.write(door, ENTER)


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)


def use() -> str:
    """Makes a pool, limits a child with it and removes it; returns what went wrong, or an empty string.

    On v2 it may move this process into a group of its own, where it stays.
    """
    pool = Pool.open()
    try:
        group = pool.take(memory_bytes=256 << 20, threads=16)
        error = attempt(lambda: enter(group.doors))
        group.kill()
        group.remove()
        return error
    finally:
        pool.close()
