"""A cluster that is not there: the grader's own dispatch over simulated hosts, with costs that were measured here.

What is real: the dispatch, and every cost in `Costs`: what a processor takes for a submission, what the driver's thread
takes to send it, take it back and commit it, what waiting takes for each piece in flight, and how long a host takes to
begin. What is assumed: nodes of 16 such processors, a network of 1 Gbit/s at the driver and 0.5 ms to anywhere, and
that a lost node is noticed after 3 s.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush, heapreplace
from itertools import count
from pathlib import Path
from statistics import mean

from grader.core.problem import Assignment
from grader.core.report import SubmissionReport
from grader.core.submission import Submission
from grader.gradebook import open_gradebook
from grader.reports import json as report_json
from grader.sandbox.box import Sandbox
from grader.schedule.dispatch import Dispatch, Done, Event, Joined, Lost
from grader.schedule.local import Desk
from grader.schedule.options import Options
from grader.schedule.run import grade_class
from tests.cluster import cluster

SLOTS = 16
LATENCY_S = 0.0005
BYTES_PER_S = 125e6
NOTICED_S = 3.0
SATURATED = 0.95
WAIT_S = 2.6e-7  # of `ray.wait` for each reference that it is given


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Of one submission, but for `begin_s`: from nothing to a host's first result.

    Attributes:
        grading_s: samples, in one slot of a host.
        carrying_s: in the driver's thread, to send it, to take in the answer and to settle it.
        commit_s: in the driver's thread, to write it to the gradebook.
    """

    grading_s: tuple[float, ...]
    carrying_s: float
    commit_s: float
    begin_s: float
    out_bytes: float
    in_bytes: float


# --- what it costs ------------------------------------------------------------------------------------------


def measured(assignment: Assignment, submissions: Sequence[Submission]) -> Costs:
    """The costs of a class like this, on one processor of this machine."""
    asked = Options(seed=1)
    grading_s = tuple(_gradings(assignment, submissions, asked.secret()))
    with cluster(1) as made:
        on_it = Options(seed=1, engine="ray", address=made.address)
        begin_s, carrying_s, report_bytes = _driven(assignment, submissions, on_it, None)
        with tempfile.TemporaryDirectory() as folder:
            _, both_s, _ = _driven(assignment, submissions, on_it, Path(folder) / "gradebook.db")
    return Costs(
        grading_s=grading_s,
        carrying_s=carrying_s,
        commit_s=both_s - carrying_s,
        begin_s=begin_s - mean(grading_s),
        out_bytes=mean(sum(map(len, one.files.values())) for one in submissions),
        in_bytes=report_bytes / len(submissions),
    )


def _gradings(assignment: Assignment, submissions: Sequence[Submission], secret: bytes) -> Iterator[float]:
    problems = [one.problem for one in assignment.problems]
    with Sandbox() as sandbox, Desk(problems, secret, sandbox) as desk:
        desk.warm()
        for number, submission in enumerate((submissions[0], *submissions)):
            started = time.perf_counter()
            for problem in problems:
                desk.graded(problem, submission)
            if number:  # the first one waits for everything to begin
                yield time.perf_counter() - started


def _driven(
    assignment: Assignment, submissions: Sequence[Submission], options: Options, book: Path | None
) -> tuple[float, float, int]:
    """Seconds to the first result, of the driver's thread for each that follows, and bytes of the report."""
    at_s: list[float] = []
    thread_s: list[float] = []

    def note(_: SubmissionReport) -> None:
        at_s.append(time.perf_counter())
        thread_s.append(time.thread_time())

    started = time.perf_counter()
    if book is None:
        report = grade_class(assignment, submissions, options, note)
    else:
        with open_gradebook(book) as opened:
            report = grade_class(assignment, submissions, options, note, opened)
    each = (thread_s[-1] - thread_s[0]) / (len(thread_s) - 1)
    return at_s[0] - started, each, len(report_json.render(report))


# --- the simulation -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """So many submissions on so many nodes, of which `lost` are gone after half of the work."""

    nodes: int
    submissions: int
    lost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How long it took, and for which share of that each part was busy."""

    took_s: float
    driver: float
    network: float
    processors: float

    @property
    def bottleneck(self) -> str:
        if self.driver >= SATURATED:
            return "the driver"
        if self.network >= SATURATED:
            return "the driver's network"
        return "the nodes' processors" if self.processors >= SATURATED else "the beginning and the end"


@dataclass(slots=True)
class Simulated:
    """A fleet on a clock of its own. The driver does one thing at a time; what it does takes the clock along."""

    costs: Costs
    plan: Plan
    now_s: float = 0.0
    driver_s: float = 0.0
    network_s: float = 0.0
    grading_s: float = 0.0
    _sent: int = 0
    _in_flight: int = 0
    _out_free_s: float = 0.0
    _in_free_s: float = 0.0
    _coming: list[tuple[float, int, Event[int]]] = field(default_factory=list)
    _slots: dict[int, list[float]] = field(default_factory=dict)
    _gone_s: dict[int, float] = field(default_factory=dict)
    _age: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        for host in range(self.plan.nodes):
            self._slots[host] = [0.0] * SLOTS
            self._come(self.costs.begin_s, Joined(host, SLOTS))

    def send(self, host: int, ticket: int, work: int) -> None:
        self._spend(self.costs.carrying_s)
        if self._sent == self.plan.submissions // 2:
            self._lose(self.plan.lost)
        self._out_free_s = self._carry(self._out_free_s, self.now_s, self.costs.out_bytes)
        slots = self._slots[host]
        grading_s = self.costs.grading_s[self._sent % len(self.costs.grading_s)]
        ended_s = max(self._out_free_s + LATENCY_S, slots[0]) + grading_s
        heapreplace(slots, ended_s)
        if ended_s < self._gone_s.get(host, ended_s + 1):
            self._come(ended_s + LATENCY_S, Done(host, ticket, work))
        self.grading_s += grading_s
        self._sent += 1
        self._in_flight += 1

    def events(self) -> Iterator[Event[int]]:
        self.now_s = max(self.now_s, self._coming[0][0])
        self._spend(WAIT_S * self._in_flight)
        ready = []
        while self._coming and self._coming[0][0] <= self.now_s:
            ready.append(heappop(self._coming))
        for at_s, _, event in ready:
            if isinstance(event, Done):
                self._in_free_s = self._carry(self._in_free_s, at_s, self.costs.in_bytes)
                self.now_s = max(self.now_s, self._in_free_s)
                self._spend(self.costs.commit_s)
                self._in_flight -= 1
            yield event

    def _come(self, at_s: float, event: Event[int]) -> None:
        heappush(self._coming, (at_s, next(self._age), event))

    def _lose(self, hosts: int) -> None:
        for host in range(hosts):
            self._gone_s[host] = self.now_s
            self._come(self.now_s + NOTICED_S, Lost(host))
            kept = [one for one in self._coming if not (isinstance(one[2], Done) and one[2].host == host)]
            self._in_flight -= len(self._coming) - len(kept)
            self._coming = kept
        heapify(self._coming)

    def _spend(self, seconds: float) -> None:
        self.now_s += seconds
        self.driver_s += seconds

    def _carry(self, free_s: float, from_s: float, size_bytes: float) -> float:
        self.network_s += size_bytes / BYTES_PER_S
        return max(free_s, from_s) + size_bytes / BYTES_PER_S


def simulated(costs: Costs, plan: Plan) -> Outcome:
    """Sends every submission of the plan through the real dispatch."""
    fleet = Simulated(costs, plan)
    dispatch = Dispatch[int, int](fleet)
    ended = 0
    for number in range(plan.submissions):
        ended += sum(one.result is not None for one in dispatch.give(number))
    ended += sum(one.result is not None for one in dispatch.rest())
    assert ended == plan.submissions
    processors_s = fleet.now_s * SLOTS * plan.nodes
    return Outcome(
        took_s=fleet.now_s,
        driver=fleet.driver_s / fleet.now_s,
        network=fleet.network_s / fleet.now_s,
        processors=fleet.grading_s / processors_s,
    )
