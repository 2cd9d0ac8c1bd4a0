"""The host's handle on mothers and zygotes: starts them, asks for workers, starts them again when they died."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from grader.core.problem import Framework
from grader.errors import SandboxError
from grader.sandbox.channels import Channels
from grader.sandbox.confinement import Capabilities, Group, Layer, Pool, ResourceLimits
from grader.sandbox.gpu_memory import Driver
from grader.sandbox.mother import COLD, FAILED, TOO_MANY_THREADS, WARM
from grader.sandbox.startup import environment
from grader.sandbox.supervisor import ForkedWorker
from grader.sandbox.zygote import REQUEST
from grader.wire.frames import TRUSTED, UNTRUSTED
from grader.wire.messages import Lane

COLD_BYTES = 256 << 20  # what importing a framework takes, where a worker has to do it itself
# Of a cgroup beyond the limit: the scratch folder's files, pages copied from the zygote.
OVERHEAD_BYTES = 128 << 20
# Of the host's memory that CUDA takes for itself, libraries loaded at the first need included.
CONTEXT_BYTES = 4 << 30
WORDS_BYTES = 4096
ATTEMPTS = 3


@dataclass(slots=True)
class Family:
    """A mother, how she began, what she said on stderr, and the request sockets of her two zygotes.

    Attributes:
        asked: whether a worker was ever asked of her; if not, there is nothing that she would have to put in order.
    """

    mother: subprocess.Popen[bytes]
    start: str
    said: IO[bytes]
    requests: dict[Lane, socket.socket]
    asked: bool = False

    def end(self) -> None:
        if not self.asked:
            self.mother.kill()
        for requests in self.requests.values():
            requests.close()
        try:
            self.mother.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.mother.kill()
            self.mother.wait()
        self.said.close()

    def last_words(self) -> str:
        """The last line of what she and her zygotes wrote to stderr; empty if they wrote nothing."""
        length = self.said.seek(0, os.SEEK_END)
        self.said.seek(max(0, length - WORDS_BYTES))
        lines = self.said.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else ""


class Nursery:
    """Mothers by framework, started at the first need. Safe to use from many threads.

    Args:
        scratch: the folder in which each worker gets one of its own.
        capabilities: tells what confines them (None: nothing), when the first mother is on her way.
        start: `warm` forks workers of a process that has imported the framework; `cold` lets each import it itself,
            which takes seconds. What starts warm turns cold where importing leaves threads behind.
        device: what workers compute on; only they touch it.
        gpu: who holds what of its memory, if anybody can tell.
        retires_after: how many workers a zygote forks before another takes its place.
    """

    def __init__(
        self,
        scratch: Path,
        capabilities: Callable[[], Capabilities | None],
        *,
        start: str = WARM,
        device: str,
        gpu: Driver | None,
        retires_after: int,
    ) -> None:
        self._scratch = scratch
        self._capabilities = capabilities
        self._start = start
        self._device = device
        self._gpu = gpu
        self._retires_after = retires_after
        self._families: dict[Framework, Family] = {}
        self._layers: tuple[Layer, ...] = ()
        self._lock = threading.Lock()
        self._pool: Pool | None = None

    def warm(self, framework: Framework) -> None:
        """Starts the framework's mother, without waiting for her."""
        with self._lock:
            self._family(framework)

    def spawn(self, framework: Framework, lane: Lane, resources: ResourceLimits) -> ForkedWorker:
        """Asks a zygote for a worker.

        Raises:
            SandboxError: if no zygote takes the request, even a fresh one, or no cgroup is to be had.
        """
        for _ in range(ATTEMPTS):
            with self._lock:
                worker = self._asked(framework, lane, resources)
            if worker is not None:
                return worker
        raise SandboxError(f"no zygote for {framework} problems stays alive", "`grader doctor` says more")

    def _asked(self, framework: Framework, lane: Lane, resources: ResourceLimits) -> ForkedWorker | None:
        """A worker; None if the zygote is ending, with all that were hers."""
        family = self._family(framework)
        family.asked = True
        allowance = COLD_BYTES if family.start == COLD else 0
        allowance += CONTEXT_BYTES if self._device != "cpu" else 0
        allowed = resources
        if allowance:
            allowed = replace(resources, memory_bytes=resources.memory_bytes + allowance)
        channels = Channels(self._group(allowed))
        request = REQUEST.pack(allowed.memory_bytes, allowed.cpu_time_s)
        try:
            socket.send_fds(family.requests[lane], [request], channels.far_ends(), socket.MSG_NOSIGNAL)
        except OSError:
            channels.close()
            self._bury(framework)
            return None
        finally:
            channels.close_far()
        return ForkedWorker(
            channels,
            UNTRUSTED if lane == "student" else TRUSTED,
            scratch=self._scratch if self._layers and Layer.VIEW not in self._layers else None,
            allowance_bytes=allowance,
            gpu=self._gpu if lane == "student" else None,
        )

    def _group(self, resources: ResourceLimits) -> Group | None:
        """Where a worker's memory and threads are counted, if anywhere."""
        if self._pool is None:
            return None
        try:
            return self._pool.take(
                memory_bytes=resources.memory_bytes + OVERHEAD_BYTES, threads=resources.threads
            )
        except OSError as error:
            what = f"no cgroup can be had for a worker: {error}"
            raise SandboxError(what, "`grader doctor` says more") from error

    def _family(self, framework: Framework) -> Family:
        if framework in self._families and self._families[framework].mother.poll() is not None:
            self._bury(framework)
        if framework not in self._families:
            nest = (str(self._retires_after), str(self._scratch), self._device)
            self._families[framework] = _start(framework, self._start, nest, self._scratch)
            self._tell_layers(self._families[framework])
        return self._families[framework]

    def _tell_layers(self, family: Family) -> None:
        capabilities = self._capabilities()
        self._layers = () if capabilities is None else capabilities.layers
        if Layer.CGROUP in self._layers and self._pool is None:
            self._pool = Pool.open()
        told = "none" if capabilities is None else ",".join(self._layers)
        with contextlib.suppress(OSError):  # she has ended: the next request finds out
            family.requests["student"].send(told.encode(), socket.MSG_NOSIGNAL)

    def _bury(self, framework: Framework) -> None:
        family = self._families.pop(framework)
        said = family.last_words()
        family.end()
        if family.mother.returncode == TOO_MANY_THREADS:
            self._start = COLD
        elif family.mother.returncode == FAILED:
            what = f"no zygote for {framework} problems can be started: {said}"
            raise SandboxError(what, "`grader doctor` says more")

    def close(self) -> None:
        with self._lock:
            while self._families:
                self._families.popitem()[1].end()
            if self._pool is not None:
                self._pool.close()


def _start(framework: Framework, start: str, nest: Sequence[str], scratch: Path) -> Family:
    lanes: tuple[Lane, ...] = ("student", "author")
    pairs = {lane: socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for lane in lanes}
    numbers = [str(far.fileno()) for _, far in pairs.values()]
    command = [
        sys.executable,
        "-m",
        "grader.sandbox.mother",
        framework,
        start,
        *nest,
        *numbers,
    ]
    said = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the mother
    with contextlib.ExitStack() as far_ends:
        for _, far in pairs.values():
            far_ends.callback(far.close)
        mother = subprocess.Popen(
            command,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            pass_fds=[int(number) for number in numbers],
            cwd=scratch,
            start_new_session=True,  # an interrupt from the keyboard is for the host
        )
    return Family(mother, start, said, {lane: near for lane, (near, _) in pairs.items()})
