"""One module under test: a worker that serves its calls, and is replaced when it dies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grader.core.observation import Ended, Observation
from grader.core.problem import Limits
from grader.core.verdict import Verdict
from grader.sandbox.gate import Gate
from grader.sandbox.supervisor import CallLimits, Exchange, Worker, observe
from grader.wire.messages import CallRequest, Ready, Setup, VerifyRequest

# A wall timeout below this share of CPU use may be the machine's fault: it is tried once more, alone.
IDLE_SHARE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """How importing went: `failure` None when the module stands."""

    unwritten: tuple[str, ...] = ()
    failure: Observation | None = None


class Session:
    """Calls on one submission of one problem (or on one problem's own code).

    Use as a context manager; the worker is forked at the first need and ended at the end.
    """

    def __init__(self, setup: Setup, limits: Limits, spawn: Callable[[Limits], Worker], gate: Gate) -> None:
        self._setup = setup
        self._limits = limits
        self._spawn = spawn
        self._gate = gate
        self._worker: Worker | None = None
        self._import: Import | None = None
        self._spent_s = 0.0

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self._discard()

    def start(self) -> Import:
        """Imports the module, once; later calls return the same."""
        if self._import is None:
            exchange = self._tried(lambda: self._begin(), self._limits)
            if isinstance(exchange.outcome, Ready):
                self._import = Import(unwritten=exchange.outcome.unwritten)
            else:
                self._import = Import(failure=observe(exchange))
        return self._import

    def call(self, request: CallRequest | VerifyRequest, limits: Limits) -> Observation:
        """Makes one call. An import that failed is the outcome of every call."""
        failure = self.start().failure
        if failure is not None:
            return failure
        if self._spent_s > self._limits.total_s:
            ended = Ended(verdict=Verdict.TIMEOUT, reason=f"the problem's {self._limits.total_s:g} s were used up")
            return Observation(outcome=ended, wall_time_s=0.0)
        return observe(self._tried(lambda: self._ask(request, limits), limits))

    def _tried(self, attempt: Callable[[], Exchange], limits: Limits) -> Exchange:
        """One attempt, or two where the first may have failed through no fault of the student's."""
        with self._gate.shared():
            exchange = self._counted(attempt)
        if exchange.unexplained or _was_idle(exchange, limits):
            with self._gate.alone():
                exchange = self._counted(attempt)
        return exchange

    def _counted(self, attempt: Callable[[], Exchange]) -> Exchange:
        exchange = attempt()
        self._spent_s += exchange.wall_time_s
        if self._worker is not None and not self._worker.alive:
            self._discard()
        return exchange

    def _ask(self, request: CallRequest | VerifyRequest, limits: Limits) -> Exchange:
        if self._worker is None:
            imported = self._begin()
            if not isinstance(imported.outcome, Ready):
                return imported
        assert self._worker is not None
        return self._worker.exchange(request, _call_limits(limits))

    def _begin(self) -> Exchange:
        self._worker = self._spawn(self._limits)
        return self._worker.exchange(self._setup, _call_limits(self._limits))

    def _discard(self) -> None:
        if self._worker is not None:
            self._worker.close()
            self._worker = None


def _was_idle(exchange: Exchange, limits: Limits) -> bool:
    timed_out = isinstance(exchange.outcome, Ended) and exchange.outcome.verdict is Verdict.TIMEOUT
    return timed_out and exchange.cpu_time_s < IDLE_SHARE * min(limits.wall_time_s, limits.cpu_time_s)


def _call_limits(limits: Limits) -> CallLimits:
    return CallLimits(
        wall_time_s=limits.wall_time_s,
        cpu_time_s=limits.cpu_time_s,
        memory_bytes=limits.memory_mib << 20,
        output_bytes=limits.output_kib << 10,
    )
