"""A Ray cluster grades: one grading host on each node (or GPU), submissions by reference, reports as text.

Ray's part is what it does well: it knows the nodes, gives each host its processors, memory and GPU, and carries bytes.
Which host gets what is said by `dispatch`. What crosses:

    driver ── the assignment, the secret, the isolation asked for ──▶ host      once, as it begins
           ── the files of one submission, which problems are due ──▶ host      no name, no grade
           ◀── JSON text ────────────────────────────────────────── host      parsed by `crossing`

Whoever reaches Ray's ports can run code on every node. So nothing runs in a host but the grader, and a node whose
sandbox would leave student code a socket is refused, as is one that would judge otherwise than this machine: another
version of the grader, of PyTorch or NumPy.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from operator import itemgetter
from typing import Any, Self

import ray
from ray.exceptions import RayError, RayTaskError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from grader.core import scoring
from grader.core.problem import Assignment, Problem
from grader.core.report import Isolation, ProblemReport
from grader.core.submission import Submission
from grader.core.text import Text
from grader.core.verdict import Verdict
from grader.errors import IsolationError, SandboxError, UsageError, WireError
from grader.grading import unjudged
from grader.sandbox.gpus import CPU
from grader.schedule.crossing import About, Failure, Graded, read
from grader.schedule.dispatch import LOSSES, Dispatch, Done, Ended, Event, Joined, Lost
from grader.schedule.host import GradingHost, nature
from grader.schedule.judges import Judged
from grader.schedule.nodes import Node, difference, falls_below, nodes, weaker
from grader.schedule.options import Options
from grader.schedule.shared import Taken

REACH_S = 5.0  # for the first word of a cluster
BEGIN_S = 60.0  # for the first host: Ray waits with it until the node's processors are free
LOOK_S = 5.0  # between looks at which nodes there are
CLOSE_S = 5.0
FRUITLESS = 2 * LOSSES  # hosts begun on a node without a result: more than one submission can use up
CARE = "care"  # calls that are not to wait behind gradings

_GIVEN_UP = Text(
    f"not graded: {LOSSES} grading hosts were lost while they had it",
    f"نمره‌گذاری نشد: {LOSSES} میزبان نمره‌گذاری هنگام بررسی آن از دست رفتند",
)

Reports = tuple[ProblemReport, ...]


class Hosts:
    """The cluster's grading hosts. Use as a context manager.

    Raises:
        UsageError: if there is no such cluster, or none of its nodes may grade.
        SandboxError: if none of its nodes has room, or all were lost.
    """

    def __init__(self, assignment: Assignment, options: Options, secret: bytes) -> None:
        if options.isolation == "none":
            raise IsolationError(
                "--isolation none is not for a cluster: student code could open a socket, and Ray's ports execute code",
                "--isolation auto, or --engine local for your own code",
            )
        self._assignment = assignment
        self._problems = [assigned.problem for assigned in assignment.problems]
        self._options = options
        self._secret = secret
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(_connected(self._options))
            self._fleet = _Fleet(self._assignment, self._options, self._secret)
            stack.callback(self._fleet.close)
            self.isolation = self._fleet.settle()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stack.close()

    @property
    def remarks(self) -> tuple[str, ...]:
        """Which nodes were refused or lost."""
        return tuple(self._fleet.remarks)

    def judged(self, taken: Iterable[Taken | None]) -> Iterator[Judged]:
        """Submissions as they come back."""
        dispatch = Dispatch(self._fleet)
        for one in taken:
            if one is None:
                yield from map(self._judged, dispatch.rest())
            elif len(one.known) == len(self._problems):
                yield self._judged(Ended(one, ()))
            else:
                yield from map(self._judged, dispatch.give(one))
        yield from map(self._judged, dispatch.rest())

    def _judged(self, ended: Ended[Taken, Reports]) -> Judged:
        taken, reports = ended.work, ended.result
        if reports is None:
            reports = tuple(map(_given_up, _due(self._problems, taken)))
        found = {**taken.known, **{report.id: report for report in reports}}
        return Judged(
            submission=taken.submission, problems=tuple(found[problem.id] for problem in self._problems)
        )


@dataclass(slots=True)
class _Host:
    node: Node
    actor: Any


@dataclass(frozen=True, slots=True)
class _Errand:
    """What a reference is the answer to: about the host itself without a ticket."""

    host: int
    ticket: int | None
    due: Sequence[Problem]


class _Fleet:
    """The hosts there are, and what each was sent on."""

    def __init__(self, assignment: Assignment, options: Options, secret: bytes) -> None:
        self._problems = [assigned.problem for assigned in assignment.problems]
        self._options = options
        self._brings = ray.put(assignment), secret, options.isolation, options.device
        self._own = nature(self._problems)
        self._hosts: dict[int, _Host] = {}
        self._joined: set[int] = set()
        self._refused: set[str] = set()
        self._numbers = count()
        self._fruitless: Counter[str] = Counter()  # hosts since the last result, by node
        self._waiting: dict[Any, _Errand] = {}
        self._events: deque[Event[Reports]] = deque()
        self._isolation: Isolation | None = None
        self._is_settled = False
        self._looked_s = self._joined_s = 0.0
        self.remarks: list[str] = []

    def settle(self) -> Isolation:
        """Waits for the hosts. Returns what confines student code on each, and on any that comes later."""
        until = time.monotonic() + BEGIN_S
        self._look()
        while len(self._joined) < len(self._hosts) and time.monotonic() < until:
            self._gather()
        if self._isolation is None:
            raise self._nobody()
        self._is_settled = True
        return self._isolation

    # --- as dispatch asks -------------------------------------------------------------------------------

    def send(self, host: int, ticket: int, work: Taken) -> None:
        """Has a host grade what is due of a submission."""
        due = _due(self._problems, work)
        anonymous = Submission(student="", attempt=work.submission.attempt, files=work.submission.files)
        graded = self._hosts[host].actor.graded
        reference = graded.remote(ray.put(anonymous), [problem.id for problem in due])
        self._waiting[reference] = _Errand(host, ticket, due)

    def events(self) -> Iterator[Event[Reports]]:
        """What happened to hosts and submissions; waits until something did."""
        while not self._events:
            if time.monotonic() > self._looked_s + LOOK_S:
                self._look()
            if not self._joined and (not self._hosts or time.monotonic() > self._joined_s + BEGIN_S):
                raise self._nobody()
            self._gather()
        while self._events:
            yield self._events.popleft()

    def close(self) -> None:
        """Ends the hosts, and their processes with them."""
        asked = [_aside(self._hosts[host].actor.close) for host in self._joined]
        if asked:
            ray.wait(asked, num_returns=len(asked), timeout=CLOSE_S)
        for host in self._hosts.values():
            ray.kill(host.actor)

    # --- hosts come and go ------------------------------------------------------------------------------

    def _look(self) -> None:
        """Begins the hosts that nodes have room for, unless one was refused or too many were lost."""
        self._looked_s = time.monotonic()
        begun = Counter(host.node.id for host in self._hosts.values())
        for node in nodes(_living(), self._problems, self._options):
            for _ in range(begun[node.id], 0 if node.id in self._refused else node.hosts):
                if self._fruitless[node.id] < FRUITLESS * node.hosts:
                    self._begin(node)

    def _begin(self, node: Node) -> None:
        number = next(self._numbers)
        self._fruitless[node.id] += 1
        placed = _REMOTE.options(
            num_cpus=node.slots,
            num_gpus=node.gpus,
            memory=node.memory_bytes,
            max_concurrency=node.slots,
            scheduling_strategy=NodeAffinitySchedulingStrategy(node.id, soft=False),
        )
        actor = placed.remote(*self._brings)
        self._hosts[number] = _Host(node, actor)
        self._waiting[_aside(actor.about)] = _Errand(number, None, ())

    def _gather(self) -> None:
        """Takes in all answers that are there, and waits for the first if none is."""
        waiting = list(self._waiting)
        ready, _ = ray.wait(waiting, num_returns=1, timeout=LOOK_S)
        if ready and len(waiting) > 1:
            ready, _ = ray.wait(waiting, num_returns=len(waiting), timeout=0)
        for reference in ready:
            errand = self._waiting.pop(reference, None)  # None: its host was lost a moment ago
            if errand is not None:
                self._take(errand, reference)

    def _take(self, errand: _Errand, reference: Any) -> None:
        try:
            answer = read(ray.get(reference))
            if isinstance(answer, Graded) and errand.ticket is not None:
                self._events.append(Done(errand.host, errand.ticket, answer.reports(errand.due)))
                self._fruitless[self._hosts[errand.host].node.id] = 0
            elif isinstance(answer, About) and errand.ticket is None:
                self._admit(errand.host, answer)
            elif isinstance(answer, Failure) and errand.ticket is None:
                self._refuse(errand.host, answer.what)
            else:
                self._lose(errand.host, answer.what if isinstance(answer, Failure) else "it gave no answer")
        except RayTaskError:  # a fault of the grader's, as it would be here
            raise
        except (RayError, WireError) as error:
            if errand.ticket is not None:
                self._lose(errand.host, error.what if isinstance(error, WireError) else type(error).__name__)
            elif self._hosts[errand.host].node.id in map(itemgetter("NodeID"), _living()):
                self._refuse(errand.host, str(error).strip().splitlines()[-1])
            else:
                del self._hosts[errand.host]  # it was begun on a node that was dying

    def _admit(self, number: int, about: About) -> None:
        reached = about.isolation
        other = difference(about.nature, self._own)
        if other:
            self._refuse(number, other)
        elif self._is_settled and falls_below(reached, self._isolation):
            self._refuse(number, f"it reaches the {reached.tier} tier only, and came when the run had begun")
        else:
            self._isolation = weaker(self._isolation, reached)
            self._joined.add(number)
            self._joined_s = time.monotonic()
            self._events.append(Joined(number, self._hosts[number].node.slots))

    def _refuse(self, number: int, reason: str) -> None:
        host = self._hosts.pop(number)
        self._refused.add(host.node.id)
        self.remarks.append(f"{host.node.name} was refused: {reason}")
        _aside(host.actor.close)  # and Ray ends it: nobody else holds it

    def _lose(self, number: int, reason: str) -> None:
        host = self._hosts.pop(number)
        self.remarks.append(f"{host.node.name} was lost, and others grade what it had: {reason}")
        ray.kill(host.actor)
        self._waiting = {key: errand for key, errand in self._waiting.items() if errand.host != number}
        if number in self._joined:
            self._joined.remove(number)
            self._joined_s = time.monotonic()
            self._events.append(Lost(number))
        self._looked_s = 0.0

    def _nobody(self) -> UsageError | SandboxError:
        if self._hosts:
            names = ", ".join(host.node.name for host in self._hosts.values())
            return SandboxError(f"no node of the cluster has room: {names}", "`ray status` says who has it")
        what = "; ".join(self.remarks)
        if self._is_settled:
            return SandboxError(
                f"no node of the cluster is left: {what}", "the same command goes on from here"
            )
        if what:
            return UsageError(f"no node of the cluster grades: {what}", "`grader doctor` there says more")
        wanted = "processor" if self._options.device == CPU else "GPU"
        return UsageError(
            f"the cluster has no node with a {wanted} to grade on", "`ray status` shows its nodes"
        )


_REMOTE: Any = ray.remote(concurrency_groups={CARE: 1})(GradingHost)  # type: ignore[call-overload]


def _living() -> list[dict[str, Any]]:
    listed = ray.nodes()  # type: ignore[no-untyped-call]
    return [node for node in listed if node["Alive"]]


def _aside(method: Any) -> Any:
    """Calls a host's method in a thread that no grading holds up."""
    return method.options(concurrency_group=CARE).remote()


def _due(problems: Iterable[Problem], taken: Taken) -> list[Problem]:
    return [problem for problem in problems if problem.id not in taken.known]


def _given_up(problem: Problem) -> ProblemReport:
    results = [unjudged(check, Verdict.UNGRADED, _GIVEN_UP) for check in problem.checks]
    return scoring.problem_report(problem, results)


# --- the way to the cluster -----------------------------------------------------------------------------------


@contextmanager
def _connected(options: Options) -> Iterator[None]:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # nobody is told
    address = options.address or os.environ.get("RAY_ADDRESS")
    try:
        _connect(address)
    except (OSError, ValueError, RuntimeError, SystemExit) as error:
        reason = (
            "what answers there is no Ray" if isinstance(error, SystemExit) else str(error).partition("\n")[0]
        )
        raise UsageError(
            f"the Ray cluster at {address or 'this machine'} cannot be joined: {reason}",
            f"on this machine: ray start --address={address or 'HOST:6379'}; RAY_AUTH_MODE=token if it asks for one",
        ) from error
    # Ray prints its obituaries of nodes to stdout, where reports go, and has no public switch for it.
    ray._private.worker._worker_logs_enabled = False  # noqa: SLF001
    try:
        yield
    finally:
        ray.shutdown()


def _connect(address: str | None) -> None:
    if address is not None:
        _reach(address)
        _init(address=address)
        return
    with suppress(ConnectionError):  # there is none here
        _init(address="auto")
        return
    _init(address="local", include_dashboard=False)


def _init(**where: Any) -> None:
    ray.init(log_to_driver=False, logging_level=logging.ERROR, **where)


def _reach(address: str) -> None:
    """Finds out whether anybody is there at all: Ray takes minutes for it."""
    host, _, port = address.rpartition(":")
    if "/" in address or not host or not port.isdecimal():
        raise UsageError(
            f"{address} is no address of a cluster", "give it as HOST:PORT, such as 10.0.0.1:6379"
        )
    try:
        socket.create_connection((host, int(port)), REACH_S).close()
    except (OSError, OverflowError) as error:
        raise UsageError(
            f"no Ray cluster answers at {address}: {error}",
            f"`ray start --head` on its first machine, `ray start --address={address}` on each other",
        ) from error
