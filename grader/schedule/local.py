"""A pool of workers on this machine."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from grader.core import scoring
from grader.core.problem import Assignment, Problem
from grader.core.report import CheckResult, Isolation, ProblemReport, Report, RunInfo, SubmissionReport
from grader.core.settlement import UNDECIDED, Received, settled
from grader.core.submission import Submission
from grader.core.terms import Terms, worth
from grader.core.text import Text
from grader.core.verdict import Verdict
from grader.errors import UsageError
from grader.sandbox.box import Sandbox
from grader.sandbox.packages import lacking
from grader.schedule.options import Options
from grader.schedule.shared import Taken, shared_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from grader.gradebook import Gradebook
    from grader.gradebook.recording import Recorder
    from grader.grading import AnswerKey

NOT_YET = Isolation(tier="", layers=())
AHEAD = 4  # submissions in flight per worker: enough to keep them busy, few enough to keep memory flat


def grade_class(
    assignment: Assignment,
    submissions: Iterable[Submission],
    options: Options,
    on_done: Callable[[SubmissionReport], None] = lambda _: None,
    book: Gradebook | None = None,
    sandbox: Sandbox | None = None,
) -> Report:
    """Grades every submission; `on_done` is called for each, in order, as it is finished.

    With a gradebook each is written as it is judged, and what it holds already for the same work is not judged again.
    Several drivers may share it: each submission is judged by one of them, and comes when it is known.
    A sandbox that is given stays open, and may have begun to start what grading takes.

    Raises:
        UsageError: if the device asked for is not there.
        GradebookError: if the gradebook cannot be written.
        SandboxError: if no worker can be started at all.
    """
    if options.seed is None and assignment.seed is not None:
        options = replace(options, seed=assignment.seed)
    run = begun(options)
    with nullcontext(sandbox) if sandbox is not None else Sandbox(options.isolation) as sandbox:
        run = replace(run, isolation=sandbox.isolation)
        secret = book.secret(assignment.id) if book and options.seed is None else options.secret()
        recorder = None if book is None else _begun(book, assignment, run, secret)
        reports = []
        for report in _Grading(assignment, options, sandbox, secret, recorder).reports(submissions):
            on_done(report)
            reports.append(report)
        if recorder is not None:
            recorder.finish()
            run = replace(
                run, reused=recorder.reused, pending=len(recorder.pending), content=recorder.content
            )
    reports.sort(key=lambda report: (report.student, report.attempt))
    return report_of(assignment, run, reports)


def begun(options: Options) -> RunInfo:
    """A run that begins now.

    Raises:
        UsageError: if the device asked for is not there.
    """
    return RunInfo(
        id=secrets.token_hex(8),
        started_at=datetime.now(UTC).isoformat(timespec="seconds"),
        device=_device(options.device),
        engine="local",
        isolation=NOT_YET,
        seed=options.seed,
    )


def report_of(assignment: Assignment, run: RunInfo, submissions: Sequence[SubmissionReport]) -> Report:
    """The instructor's report of a run."""
    return Report(
        viewer="instructor",
        run=run,
        assignment_id=assignment.id,
        assignment_title=assignment.title,
        max_score=sum((worth(assigned) for assigned in assignment.problems), Fraction(0)),
        submissions=tuple(submissions),
        misconceptions={
            f"{assigned.problem.id}/{misconception.id}": misconception.feedback
            for assigned in assignment.problems
            for misconception in assigned.problem.misconceptions
        },
    )


def _begun(book: Gradebook, assignment: Assignment, run: RunInfo, secret: bytes) -> Recorder:
    from grader.gradebook.conditions import Conditions, grader_version, version_of

    conditions = Conditions(
        device=run.device,
        engine=run.engine,
        isolation=run.isolation,
        seed=run.seed,
        secret=secret,
        grader=grader_version(),
        torch=version_of("torch"),
        numpy=version_of("numpy"),
    )
    return book.begin(assignment, conditions, run.id, run.started_at)


class _Grading:
    """A class on its way through a pool of threads, each of which drives workers."""

    def __init__(
        self,
        assignment: Assignment,
        options: Options,
        sandbox: Sandbox,
        secret: bytes,
        recorder: Recorder | None,
    ) -> None:
        self._assignment = assignment
        self._problems = [assigned.problem for assigned in assignment.problems]
        self._terms = Terms.of(assignment)
        self._options = options
        self._sandbox = sandbox
        self._secret = secret
        self._recorder = recorder
        self._keys: dict[str, AnswerKey] = {}

    def reports(self, submissions: Iterable[Submission]) -> Iterator[SubmissionReport]:
        """Reports in the order in which they were taken, a bounded number of them in flight."""
        workers = self._options.at_once()
        with ExitStack() as stack:
            pool = stack.enter_context(ThreadPoolExecutor(workers, thread_name_prefix="grade"))
            flying: deque[tuple[Submission, list[Future[ProblemReport]]]] = deque()
            for taken in self._taken(submissions):
                if taken is not None:
                    flying.append((taken.submission, self._begin(taken, pool, stack)))
                while len(flying) > (0 if taken is None else AHEAD * workers):
                    yield self._end(*flying.popleft())
            while flying:
                yield self._end(*flying.popleft())

    def _taken(self, submissions: Iterable[Submission]) -> Iterator[Taken | None]:
        if self._recorder is None or self._options.fresh:
            return (Taken(submission=submission, known={}) for submission in submissions)
        return shared_out(submissions, len(self._problems), self._recorder)

    def _begin(self, taken: Taken, pool: ThreadPoolExecutor, stack: ExitStack) -> list[Future[ProblemReport]]:
        if len(taken.known) < len(self._problems):
            self._warm(stack)
        return [
            _done(taken.known[problem.id])
            if problem.id in taken.known
            else pool.submit(problem_report, problem, taken.submission, self._keys[problem.id], self._sandbox)
            for problem in self._problems
        ]

    def _warm(self, stack: ExitStack) -> None:
        """Starts what grading needs, at the first submission that has to be graded."""
        due = [problem for problem in self._problems if problem.id not in self._keys]
        for problem in due:
            if unavailable(problem) is None:
                self._sandbox.warm(problem.framework)
        if due:
            from grader.grading import AnswerKey  # while the frameworks are imported beside it

            for problem in due:
                key = AnswerKey(problem, self._secret, self._sandbox)
                self._keys[problem.id] = stack.enter_context(key)

    def _end(self, submission: Submission, futures: Sequence[Future[ProblemReport]]) -> SubmissionReport:
        problems = tuple(future.result() for future in futures)
        recorder = self._recorder
        decisions = UNDECIDED if recorder is None else recorder.decisions(submission, problems)
        report = settled(Received.of(submission), problems, self._terms, decisions)
        if recorder is not None:
            recorder.record(submission, problems, report)
        return report


def _done(report: ProblemReport) -> Future[ProblemReport]:
    future: Future[ProblemReport] = Future()
    future.set_result(report)
    return future


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

    reason = unavailable(problem)
    if reason is not None:
        results = [unjudged(check, Verdict.UNGRADED, reason) for check in problem.checks]
        return scoring.problem_report(problem, results)
    return grade_problem(problem, submission, key, sandbox, on_result)


def unavailable(problem: Problem) -> Text | None:
    """Why this machine cannot grade a problem, if so."""
    if problem.device == "cuda":
        return Text(
            "this problem needs a CUDA device, and there is none", "این مسئله به CUDA نیاز دارد که اینجا نیست"
        )
    missing = lacking(problem.requires)
    if missing:
        return Text(f"this problem needs packages that are not installed: {', '.join(missing)}")
    return None


def _device(asked: str) -> str:
    if asked in ("auto", "cpu"):
        return "cpu"
    raise UsageError(f"the device {asked!r} cannot be used", "this version grades on the CPU: --device cpu")
