"""The host's handle on mothers and zygotes: starts them, asks for workers, starts them again when they died."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from grader.core.problem import Framework
from grader.errors import SandboxError
from grader.sandbox.confinement import Capabilities, ResourceLimits
from grader.sandbox.supervisor import Channels, Worker
from grader.wire.frames import TRUSTED, UNTRUSTED
from grader.wire.messages import Lane

THREADS = (
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
KEPT = ("PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "SYSTEMROOT")


@dataclass(slots=True)
class Family:
    """A mother and the request sockets of her two zygotes."""

    mother: subprocess.Popen[bytes]
    requests: dict[Lane, socket.socket]

    def end(self) -> None:
        for requests in self.requests.values():
            requests.close()
        try:
            self.mother.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.mother.kill()
            self.mother.wait()


class Nursery:
    """Mothers by framework, started at the first need. Safe to use from many threads."""

    def __init__(self, scratch: Path, capabilities: Capabilities | None) -> None:
        self._scratch = scratch
        self._layers = "none" if capabilities is None else ",".join(capabilities.layers)
        self._families: dict[Framework, Family] = {}
        self._lock = threading.Lock()

    def warm(self, framework: Framework) -> None:
        """Starts the framework's mother, without waiting for her."""
        with self._lock:
            self._family(framework)

    def spawn(self, framework: Framework, lane: Lane, resources: ResourceLimits) -> Worker:
        """Asks a zygote for a worker.

        Raises:
            SandboxError: if no zygote takes the request, even a fresh one.
        """
        channels = Channels()
        try:
            with self._lock:
                self._request(framework, lane, channels)
        except SandboxError:
            channels.close_far()
            channels.close()
            raise
        channels.close_far()
        return Worker(channels, resources, UNTRUSTED if lane == "student" else TRUSTED)

    def _request(self, framework: Framework, lane: Lane, channels: Channels) -> None:
        for _ in range(2):
            family = self._family(framework)
            try:
                socket.send_fds(family.requests[lane], [b"f"], channels.far_ends(), socket.MSG_NOSIGNAL)
                return
            except OSError:
                self._families.pop(framework).end()
        raise SandboxError(f"no zygote for {framework} problems can be started", "`grader doctor` says more")

    def _family(self, framework: Framework) -> Family:
        family = self._families.get(framework)
        if family is not None and family.mother.poll() is not None:
            self._families.pop(framework).end()
            family = None
        if family is None:
            family = self._families[framework] = _start(framework, self._scratch, self._layers)
        return family

    def close(self) -> None:
        with self._lock:
            while self._families:
                self._families.popitem()[1].end()


def _start(framework: Framework, scratch: Path, layers: str) -> Family:
    lanes: tuple[Lane, ...] = ("student", "author")
    pairs = {lane: socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for lane in lanes}
    numbers = [str(far.fileno()) for _, far in pairs.values()]
    command = [sys.executable, "-m", "grader.sandbox.mother", framework, str(scratch), layers, *numbers]
    with contextlib.ExitStack() as far_ends:
        for _, far in pairs.values():
            far_ends.callback(far.close)
        mother = subprocess.Popen(
            command,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[int(number) for number in numbers],
            cwd=scratch,
        )
    return Family(mother, {lane: near for lane, (near, _) in pairs.items()})


def _environment() -> dict[str, str]:
    """Nothing of the host's environment but what finding libraries needs; one thread each; no hash seed of chance."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    package_root = str(Path(__file__).resolve().parents[2])
    fixed = {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0", "PYTHONPATH": package_root, "PYTHONNOUSERSITE": "1"}
    return {**kept, **fixed, **dict.fromkeys(THREADS, "1")}
