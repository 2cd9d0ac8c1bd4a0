"""What a session asks of a worker, whoever started it: exchanges, within limits.

A *backend* starts workers: `forks` on Linux, `interpreters` elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Protocol

from grader.core.observation import Ended, Observation, Raised, Refused
from grader.core.problem import Framework, Limits
from grader.core.report import Isolation
from grader.core.verdict import Verdict
from grader.wire.frames import HEAD, Caps, body_lengths, decode
from grader.wire.messages import Lane, Ready, Reply, read_reply

TICK_S = 0.03  # between looks at CPU time and memory; quick calls never wait for one
BIRTH_S = 120.0  # for a process to import torch from a slow disk
FLOOD_BYTES = 16 << 20
_SHORT_BYTES: Final = 2048
_REMEMBERED: Final = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLimits:
    """What one exchange may use."""

    wall_time_s: float
    cpu_time_s: float
    memory_bytes: int
    gpu_memory_bytes: int
    output_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One exchange: a reply or an end, and what the host measured.

    `unexplained` marks an end by a SIGKILL that was not ours: it may have come from outside. `lost` marks one that
    cannot be the student's doing: the zygote ended, or the worker before it ran any of their code.
    """

    outcome: Reply | Ended
    wall_time_s: float
    cpu_time_s: float
    output: str = ""
    unexplained: bool = False
    lost: bool = False


class Worker(Protocol):
    """A live worker. `send` queues requests; each is answered by one `receive`, in order."""

    @property
    def alive(self) -> bool: ...

    def exchange(self, request: bytes, limits: CallLimits) -> Exchange:
        """Sends one request's frame and waits for its reply, within the limits.

        Raises:
            SandboxError: if the worker could not be set up.
        """
        ...

    def send(self, requests: Sequence[bytes]) -> None: ...

    def receive(self, limits: CallLimits) -> Exchange:
        """Waits for the next reply; its clock starts as it is sent, or now if it was sent with others before it."""
        ...

    def close(self) -> None:
        """Ends the worker and what it left behind, and waits until it has ended."""
        ...


class Backend(Protocol):
    """Starts workers. Safe to use from many threads."""

    @property
    def isolation(self) -> Isolation: ...

    def warm(self, framework: Framework) -> None:
        """Starts what a framework's workers need, without waiting for it."""
        ...

    def spawn(self, framework: Framework, lane: Lane, limits: Limits) -> Worker:
        """A worker, which may still be on its way.

        Raises:
            SandboxError: if none can be started.
        """
        ...

    def close(self) -> None: ...


@dataclass(slots=True)
class Tape:
    """Output as it comes: the first bytes are kept, all are counted."""

    keep: int
    kept: bytearray = field(default_factory=bytearray)
    total: int = 0

    def take(self, chunk: bytes) -> None:
        self.total += len(chunk)
        self.kept += chunk[: max(0, self.keep - len(self.kept))]

    def text(self) -> str:
        text = self.kept.decode("utf-8", "replace")
        cut = self.total - len(self.kept)
        return f"{text}\n… {cut:,} more bytes" if cut else text


def take_reply(inbox: bytearray, caps: Caps) -> Reply | None:
    """Takes the first reply out of what came so far; None if it is not there as a whole.

    Raises:
        WireError: if it begins with no message, or one that the caps do not allow.
    """
    if len(inbox) < HEAD.size:
        return None
    json_length, array_length = body_lengths(bytes(inbox[: HEAD.size]), caps)
    end = HEAD.size + json_length + array_length
    if len(inbox) < end:
        return None
    body = bytes(inbox[HEAD.size : end])
    del inbox[:end]
    return (_known if len(body) <= _SHORT_BYTES else _read)(body, json_length, caps)


def _read(body: bytes, json_length: int, caps: Caps) -> Reply:
    return read_reply(*decode(body[:json_length], memoryview(body)[json_length:], caps))


# Right answers of a class are often the same to the bit, and so are wrong ones with one cause: those are read once,
# and what is the same object is judged once.
_known = lru_cache(_REMEMBERED)(_read)


def observe(exchange: Exchange) -> Observation:
    """An exchange as the observation that checks judge."""
    outcome = exchange.outcome
    if isinstance(outcome, Ready):
        outcome = Refused(reason="the answer is not a result")
    if isinstance(outcome, Raised) and "MemoryError" in outcome.types:
        outcome = Ended(verdict=Verdict.MEMORY_LIMIT, reason="the memory limit was reached")
    return Observation(outcome=outcome, wall_time_s=exchange.wall_time_s, output=exchange.output)
