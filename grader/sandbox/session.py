"""One module under test: a worker that serves its calls, and is replaced when it dies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

from grader.core.observation import Ended, Observation, Raised, Refused, Returned
from grader.core.problem import Limits
from grader.core.verdict import Verdict
from grader.errors import SandboxError
from grader.sandbox.exchange import BIRTH_S, CallLimits, Exchange, Worker, observe
from grader.sandbox.gate import Gate
from grader.sandbox.gpus import CPU
from grader.wire.messages import Ready, Remark, Reply, Setup, write_request

# A wall timeout below this share of CPU use may be the machine's fault: it is tried once more, alone.
IDLE_SHARE = 0.5
# A worker that is lost with its zygote is no fault of the student's: it is replaced, but not for ever.
MOST_LOSSES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """How importing went: `failure` None when the module stands."""

    unwritten: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    failure: Observation | None = None


class Session:
    """Calls on one submission of one problem (or on one problem's own code).

    Use as a context manager; the worker is started at the first need and ended at the end.
    """

    def __init__(self, setup: Setup, limits: Limits, spawn: Callable[[Limits], Worker], gate: Gate) -> None:
        self._setup = setup
        self._limits = limits
        self._spawn = spawn
        self._gate = gate
        self._worker: Worker | None = None
        self._import: Import | None = None
        self._spent_s = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._discard()

    @cached_property
    def _request(self) -> bytes:
        return write_request(self._setup)

    def start(self) -> Import:
        """Imports the module, once; later calls return the same."""
        if self._import is None:
            exchange = self._imported()
            if isinstance(exchange.outcome, Ready):
                ready = exchange.outcome
                self._import = Import(unwritten=ready.unwritten, remarks=ready.remarks)
            else:
                self._import = Import(failure=observe(exchange))
        return self._import

    def _imported(self) -> Exchange:
        with self._gate.shared():
            exchange = self._begin()
        if _may_be_unlucky(exchange, self._limits):
            with self._gate.alone():
                exchange = self._begin()
        return exchange

    def call(self, request: bytes, limits: Limits) -> Observation:
        """Makes one call, given as its frame. An import that failed is the outcome of every call."""
        return self.calls([request], limits)[0]

    def calls(self, requests: Sequence[bytes], limits: Limits) -> list[Observation]:
        """Makes calls in order, up to the first that ends its worker; that one's observation is the last.

        They are sent together, so that a quick call costs no wait for the host.
        """
        refused = self._refused()
        return [refused] if refused else [observe(one) for one in self._asked(requests, limits)]

    def timed(self, requests: Sequence[bytes], limits: Limits) -> list[Observation]:
        """As `calls`, for whom the time is the point: with no other call of the sandbox beside them, and one by one.

        An input is not sent before the answer to the one before it has been read.
        """
        refused = self._refused()
        return [refused] if refused else [observe(one) for one in self._alone(requests, limits)]

    def rest(self) -> None:
        """Ends whatever runs for it; the next call starts a worker anew."""
        self._discard()

    def _refused(self) -> Observation | None:
        """What comes of every call, where none can be made any more."""
        failure = self.start().failure
        if failure is None and self._spent_s > self._limits.total_s:
            reason = f"the problem's {self._limits.total_s:g} s were used up"
            return Observation(outcome=Ended(verdict=Verdict.TIMEOUT, reason=reason), wall_time_s=0.0)
        return failure

    def _alone(self, requests: Sequence[bytes], limits: Limits) -> list[Exchange]:
        done: list[Exchange] = []
        with self._gate.alone():
            for request in requests:
                [exchange] = self._batch([request], limits)
                if exchange.unexplained:
                    [exchange] = self._batch([request], limits)
                done.append(exchange)
                if isinstance(exchange.outcome, Ended):
                    break
        return done

    def _asked(self, requests: Sequence[bytes], limits: Limits) -> list[Exchange]:
        """As `calls`; an end that may be no fault of the student's is tried once more, alone."""
        done: list[Exchange] = []
        with self._gate.shared():
            done += self._batch(requests, limits)
        while _may_be_unlucky(done[-1], limits):
            with self._gate.alone():
                done[-1] = self._batch(requests[len(done) - 1 : len(done)], limits)[-1]
            if isinstance(done[-1].outcome, Ended) or len(done) == len(requests):
                break
            with self._gate.shared():
                done += self._batch(requests[len(done) :], limits)
        return done

    def _batch(self, requests: Sequence[bytes], limits: Limits) -> list[Exchange]:
        """As `calls`; what is lost with its zygote is begun again."""
        done: list[Exchange] = []
        for _ in range(MOST_LOSSES):
            done += self._sent(requests[len(done) :], limits)
            if not done[-1].lost:
                return done
            done.pop()
        raise _lost()

    def _sent(self, requests: Sequence[bytes], limits: Limits) -> list[Exchange]:
        if self._worker is None or not self._worker.alive:
            imported = self._begin()
            if not isinstance(imported.outcome, Ready):
                return [imported]
        worker = self._worker
        assert worker is not None
        done: list[Exchange] = []
        each = _call_limits(limits)
        with self._discarded_on_failure():
            worker.send(requests)
            # To the last, or to an end: what it answered may be heard of together with the end that came after it.
            while len(done) < len(requests) and not (done and isinstance(done[-1].outcome, Ended)):
                done.append(self._counted(worker.receive(each)))
        if not worker.alive:
            self._discard()
        return done

    def _counted(self, exchange: Exchange) -> Exchange:
        self._spent_s += exchange.wall_time_s
        return exchange

    def _begin(self) -> Exchange:
        for _ in range(MOST_LOSSES):
            self._discard()
            self._worker = self._spawn(self._limits)
            with self._discarded_on_failure():
                exchange = self._entered(self._worker)
            if isinstance(exchange.outcome, Returned):  # forged: nothing was called yet
                exchange = replace(exchange, outcome=Refused(reason="the answer to an import is no result"))
            if isinstance(exchange.outcome, Ended):
                self._discard()
            if not exchange.lost:
                return exchange
        raise _lost()

    def _entered(self, worker: Worker) -> Exchange:
        """How the import went, on the device; before it no student code runs."""
        device = self._setup.device
        if device == CPU:
            return self._counted(worker.exchange(self._request, _call_limits(self._limits)))
        patience = replace(self._limits, wall_time_s=BIRTH_S, cpu_time_s=BIRTH_S)
        exchange = worker.exchange(self._request, _call_limits(patience))
        if exchange.lost:
            return exchange
        if not isinstance(exchange.outcome, Ready):
            raise SandboxError(f"a worker cannot compute on {device}: {_said(exchange.outcome)}")
        return self._counted(worker.receive(_call_limits(self._limits)))

    @contextmanager
    def _discarded_on_failure(self) -> Iterator[None]:
        """A worker that the sandbox failed with is not asked again."""
        try:
            yield
        except SandboxError:
            self._discard()
            raise

    def _discard(self) -> None:
        if self._worker is not None:
            self._worker.close()
            self._worker = None


def _lost() -> SandboxError:
    return SandboxError("workers were lost again and again before they answered", "`grader doctor` says more")


def _said(outcome: Reply | Ended) -> str:
    match outcome:
        case Raised(types=types, message=message):
            return f"{types[0]}: {message}"
        case Ended(reason=reason):
            return reason
    return "no word of it"


def _may_be_unlucky(exchange: Exchange, limits: Limits) -> bool:
    """A kill that nobody here asked for, or a timeout with little CPU used."""
    timed_out = isinstance(exchange.outcome, Ended) and exchange.outcome.verdict is Verdict.TIMEOUT
    return exchange.unexplained or (
        timed_out and exchange.cpu_time_s < IDLE_SHARE * min(limits.wall_time_s, limits.cpu_time_s)
    )


def _call_limits(limits: Limits) -> CallLimits:
    return CallLimits(
        wall_time_s=limits.wall_time_s,
        cpu_time_s=limits.cpu_time_s,
        memory_bytes=limits.memory_mib << 20,
        gpu_memory_bytes=limits.gpu_memory_mib << 20,
        output_bytes=limits.output_kib << 10,
    )
