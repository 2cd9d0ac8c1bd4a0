"""A zygote: forks a worker for each request, tells how it ended, and kills when asked.

A request is a `REQUEST` record, what the worker may use up, with descriptors: its status socket, which stays here, its
control socket, its output pipe, its bell, and the doors of its cgroup, if it has one. Status messages are `STATUS`
records: first the pid and the number of the place where it may write, later the exit.

A zygote retires after so many workers, before what the kernel and the C library keep for each could add up: it takes
no more requests, tells the mother, who forks a successor, and ends with the last of its workers.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import shutil
import signal
import socket
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

from grader.sandbox import gpus, pages
from grader.sandbox.confinement import (
    Calls,
    Capabilities,
    ConfinementError,
    Confiner,
    Layer,
    Mechanism,
    Place,
    Policy,
    ResourceLimits,
    kernel,
    prepare,
)
from grader.sandbox.confinement.scratch import number_of
from grader.sandbox.nest import Nest
from grader.sandbox.startup import open_streams_for_pipes

REQUEST = struct.Struct(">qq")  # bytes of memory, seconds of CPU time
STATUS = struct.Struct(">cqqdd")  # b"p" or b"x", pid, place or wait status, user seconds, system seconds
SERVING, RETIRED = b"s", b"r"  # what the mother is told
MOST_DESCRIPTORS = 6
WAKES = 4096  # read at once; what is left is read at the next turn
GATHERS_AFTER = 8  # workers: a run of fewer would not earn what it costs
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


def serve(requests: socket.socket, nest: Nest, mother: int) -> None:
    """Serves until the host closes the request socket (then every worker dies), or until it retires.

    Args:
        requests: the request socket.
        nest: what the workers have in common.
        mother: the pipe on which the mother is told how it goes.
    """
    from grader.sandbox import child  # not where the host imports this module, for its records

    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1)
    children = _children_file()
    gathering = pages.gathering()
    open_streams_for_pipes()
    child.reserve()
    confiner = None if nest.layers is None else _confiner(nest, nest.layers)
    os.write(mother, SERVING)
    Zygote(child.main, requests, nest, confiner, children, mother).serve(gathering)


def _children_file() -> int | None:
    """Opened early: later this process may have no /proc."""
    try:
        return os.open(f"/proc/self/task/{os.getpid()}/children", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None


def _confiner(nest: Nest, layers: tuple[str, ...]) -> Confiner:
    found = tuple(Mechanism(layer=Layer(name), available=True) for name in layers)
    package = Path(__file__).resolve().parents[1]
    gpu = gpus.needed(nest.device)
    policy = Policy(scratch_root=Path(nest.scratch), readable=(package, *gpu.readable), devices=gpu.devices)
    return prepare(policy, Capabilities(mechanisms=found, privileged=os.geteuid() == 0))


class Zygote:
    """The loop, and the workers that have not been reaped, each with its status socket.

    All that it writes a fork makes it write anew, a page at a time; so it makes few objects for a worker.
    """

    def __init__(
        self,
        begin: Callable[..., None],
        requests: socket.socket,
        nest: Nest,
        confiner: Confiner | None,
        children: int | None,
        mother: int,
    ) -> None:
        self._begin = begin
        self._requests = requests
        self._nest = nest
        self._confiner = confiner
        self._children = children
        self._mother = mother
        self._own = os.getpid()
        self._live: dict[int, int] = {}  # status sockets by pid
        self._places: dict[int, Place] = {}  # by pid, of those alive
        self._free: list[Place] = []
        self._furnished = 0
        self._bounds: dict[bytes, Calls] = {}
        self._born = 0
        self._poll = select.poll()

    def serve(self, gathering: Iterator[None]) -> None:
        """Serves; `gathering` is taken a step further beside each worker from the ninth on."""
        ended, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # workers inherit it, and it does nothing
        requests = self._requests.fileno()
        self._poll.register(requests, select.POLLIN)
        self._poll.register(ended, select.POLLIN)
        while self._born < self._nest.retires_after or self._live:
            ready = [descriptor for descriptor, _ in self._poll.poll()]
            self._kill_as_asked(ready)
            if ended in ready:
                os.read(ended, WAKES)
                self._reap()
            if requests not in ready:
                continue
            if not self._fork():
                break
            if self._born > GATHERS_AFTER:
                next(gathering, None)
            if self._born == self._nest.retires_after:
                self._retire()
        for pid in self._live:
            _kill(pid)
        for place in self._free:
            self._discard(place)

    def _retire(self) -> None:
        self._poll.unregister(self._requests)
        self._requests.close()
        os.write(self._mother, RETIRED)

    def _kill_as_asked(self, ready: list[int]) -> None:
        for pid, status in self._live.items():
            if status in ready:
                # Unread, the wish or the host's end would break the channel.
                with contextlib.suppress(OSError):
                    os.read(status, 1)
                _kill(pid)
                self._poll.unregister(status)

    def _fork(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(self._requests, REQUEST.size, MOST_DESCRIPTORS)
        if not message:
            return False
        status, *theirs = descriptors
        bounds = self._bounds_of(message)
        place = self._free.pop() if self._free else self._furnish()
        pid = kernel.fork()
        if pid == 0:
            self._begin(theirs, bounds, self._nest, self._confiner, place, self._own)
        self._born += 1
        for given in theirs:
            os.close(given)
        self._live[pid] = status
        self._places[pid] = place
        self._poll.register(status, select.POLLIN)
        _tell(status, STATUS.pack(b"p", pid, place.number, 0.0, 0.0))
        return True

    def _bounds_of(self, message: bytes) -> Calls | None:
        """As a request says; the same for the many that say the same."""
        if self._confiner is not None and message not in self._bounds:
            memory_bytes, cpu_time_s = REQUEST.unpack(message)
            limits = ResourceLimits(memory_bytes=memory_bytes, cpu_time_s=cpu_time_s)
            self._bounds[message] = self._confiner.bounds(limits)
        return self._bounds.get(message)

    def _furnish(self) -> Place:
        self._furnished += 1
        if self._confiner is not None:
            return self._confiner.furnish(self._furnished)
        number = number_of(self._own, self._furnished)
        folder = f"{self._nest.scratch}/{number}"
        os.mkdir(folder, mode=0o700)
        return Place(number=number, folder=folder)

    def _reap(self) -> None:
        """Reaps what has ended, workers and orphans alike."""
        while (found := _next_ended()) is not None:
            status = self._live.get(found)
            if status is not None:
                _kill(found)  # the rest of its session, while its pid is still its own
            _, wait_status, usage = os.wait4(found, 0)
            if status is not None:
                del self._live[found]
                _tell(status, STATUS.pack(b"x", found, wait_status, usage.ru_utime, usage.ru_stime))
                self._part_with(found, status)
        self._kill_orphans()

    def _part_with(self, pid: int, status: int) -> None:
        with contextlib.suppress(KeyError):
            self._poll.unregister(status)
        os.close(status)
        place = self._places.pop(pid)
        if self._confiner is not None and self._confiner.renew(place):
            self._free.append(place)
        else:
            self._discard(place)

    def _discard(self, place: Place) -> None:
        if self._confiner is None:
            shutil.rmtree(place.folder, ignore_errors=True)
            return
        with contextlib.suppress(ConfinementError):  # the host removes what is left when it ends
            self._confiner.discard(place)

    def _kill_orphans(self) -> None:
        """Kills children that are no workers: what a dead worker left, inherited by its subreaper."""
        if self._children is None:
            return
        for pid in map(int, os.pread(self._children, 1 << 16, 0).split()):
            if pid not in self._live:
                _kill(pid)


def _next_ended() -> int | None:
    try:
        found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return None
    return None if found is None else found.si_pid


def _kill(pid: int) -> None:
    for kill in (os.killpg, os.kill):  # before its setsid it has no group of its own
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def _tell(status: int, message: bytes) -> None:
    with contextlib.suppress(OSError):  # the host has given this worker up; what it is told always fits
        os.write(status, message)
