"""A pool of workers on this machine."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from typing import Self

from grader.core import scoring
from grader.core.problem import Assignment, Problem
from grader.core.report import CheckResult, Isolation, ProblemReport
from grader.core.submission import Submission
from grader.core.text import Text
from grader.core.verdict import Verdict
from grader.sandbox.box import Sandbox
from grader.sandbox.gpus import CPU
from grader.sandbox.packages import lacking
from grader.schedule.judges import Judged
from grader.schedule.options import Options
from grader.schedule.shared import Taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from grader.grading import AnswerKey

AHEAD = 4  # submissions in flight per worker: enough to keep them busy, few enough to keep memory flat


class Pool:
    """Threads, each of which drives workers. Use as a context manager; a sandbox that is given stays open."""

    remarks: tuple[str, ...] = ()

    def __init__(
        self, assignment: Assignment, options: Options, secret: bytes, sandbox: Sandbox | None
    ) -> None:
        self._problems = [assigned.problem for assigned in assignment.problems]
        self._options = options
        self._secret = secret
        self._given = sandbox
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._sandbox = self._given or stack.enter_context(
                Sandbox(self._options.isolation, device=self._options.device)
            )
            workers = ThreadPoolExecutor(self._options.at_once(), thread_name_prefix="grade")
            self._workers = stack.enter_context(workers)
            self._desk = stack.enter_context(Desk(self._problems, self._secret, self._sandbox))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *exception: object) -> None:
        self._stack.close()

    @property
    def isolation(self) -> Isolation:
        """What confines student code."""
        return self._sandbox.isolation

    def judged(self, taken: Iterable[Taken | None]) -> Iterator[Judged]:
        """Submissions in the order in which they were taken, a bounded number of them in flight."""
        bound = AHEAD * self._options.at_once()
        flying: deque[tuple[Submission, list[Future[ProblemReport]]]] = deque()
        for one in taken:
            if one is not None:
                flying.append((one.submission, self._begin(one)))
            while len(flying) > (0 if one is None else bound):
                yield _end(*flying.popleft())
        while flying:
            yield _end(*flying.popleft())

    def _begin(self, taken: Taken) -> list[Future[ProblemReport]]:
        if len(taken.known) < len(self._problems):
            self._desk.warm()
        return [
            _done(taken.known[problem.id])
            if problem.id in taken.known
            else self._workers.submit(self._desk.graded, problem, taken.submission)
            for problem in self._problems
        ]


def _done(report: ProblemReport) -> Future[ProblemReport]:
    future: Future[ProblemReport] = Future()
    future.set_result(report)
    return future


def _end(submission: Submission, futures: Iterable[Future[ProblemReport]]) -> Judged:
    return Judged(submission=submission, problems=tuple(future.result() for future in futures))


class Desk:
    """What grading these problems takes on this machine, begun at the first need. Use as a context manager."""

    def __init__(self, problems: Iterable[Problem], secret: bytes, sandbox: Sandbox) -> None:
        self._problems = tuple(problems)
        self._secret = secret
        self._sandbox = sandbox
        self._keys: dict[str, AnswerKey] = {}
        self._stack = ExitStack()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._stack.close()

    def warm(self) -> None:
        """Begins to start it, without waiting for it. May be called from many threads, before each grading."""
        with self._lock:
            due = [problem for problem in self._problems if problem.id not in self._keys]
            for problem in due:
                warm(problem, self._sandbox)
            if due:
                from grader.grading import AnswerKey  # while the frameworks are imported beside it

                for problem in due:
                    key = AnswerKey(problem, self._secret, self._sandbox)
                    self._keys[problem.id] = self._stack.enter_context(key)

    def graded(self, problem: Problem, submission: Submission) -> ProblemReport:
        """How one of the problems ends, once this is warm."""
        return problem_report(problem, submission, self._keys[problem.id], self._sandbox)


def warm(problem: Problem, sandbox: Sandbox) -> None:
    """Begins to start the processes that grading it takes, if this machine can grade it."""
    if _unavailable(problem, sandbox.device) is None:
        sandbox.warm(problem.framework)


def problem_report(
    problem: Problem,
    submission: Submission,
    key: AnswerKey,
    sandbox: Sandbox,
    on_result: Callable[[CheckResult], None] = lambda _: None,
) -> ProblemReport:
    """How one problem of one submission ends, on a machine that may lack what the problem needs.

    `on_result` is called with each check as it is judged.
    """
    from grader.grading import grade_problem, unjudged

    reason = _unavailable(problem, sandbox.device)
    if reason is not None:
        results = [unjudged(check, Verdict.UNGRADED, reason) for check in problem.checks]
        return scoring.problem_report(problem, results)
    return grade_problem(problem, submission, key, sandbox, on_result)


def _unavailable(problem: Problem, device: str) -> Text | None:
    """Why this machine cannot grade a problem on the run's device, if so."""
    if problem.device == "cuda" and device == CPU:
        return Text(
            "this problem needs a CUDA device, and this run has none",
            "این مسئله به CUDA نیاز دارد که در این اجرا نیست",
        )
    missing = lacking(problem.requires)
    if missing:
        return Text(f"this problem needs packages that are not installed: {', '.join(missing)}")
    return None
