"""A pool of workers on this machine."""

from __future__ import annotations

import importlib.util
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from grader.core import scoring
from grader.core.problem import Assigned, Assignment, Problem
from grader.core.report import CheckResult, ProblemReport, Report, RunInfo, SubmissionReport
from grader.core.submission import Submission
from grader.core.text import Text
from grader.core.verdict import Verdict
from grader.errors import UsageError
from grader.grading import AnswerKey, grade_problem
from grader.sandbox.box import Sandbox
from grader.schedule.options import Options

AHEAD = 4  # submissions in flight per worker: enough to keep them busy, few enough to keep memory flat


def grade_class(
    assignment: Assignment,
    submissions: Iterable[Submission],
    options: Options,
    on_done: Callable[[SubmissionReport], None] = lambda _: None,
) -> Report:
    """Grades every submission; `on_done` is called for each, in order, as it is finished.

    Raises:
        UsageError: if the device asked for is not there.
        SandboxError: if no worker can be started at all.
    """
    device = _device(options.device)
    if options.seed is None and assignment.seed is not None:
        options = replace(options, seed=assignment.seed)
    started_at = datetime.now(UTC).isoformat(timespec="seconds")
    with Sandbox(options.isolation) as sandbox:
        reports = []
        for report in _graded(assignment, submissions, options, sandbox):
            on_done(report)
            reports.append(report)
        isolation = sandbox.isolation
    run = RunInfo(
        id=secrets.token_hex(8),
        started_at=started_at,
        device=device,
        engine="local",
        isolation=isolation,
        seed=options.seed,
    )
    reports.sort(key=lambda report: (report.student, report.attempt))
    return Report(
        viewer="instructor",
        run=run,
        assignment_id=assignment.id,
        assignment_title=assignment.title,
        max_score=sum((_max_score(assigned) for assigned in assignment.problems), Fraction(0)),
        submissions=tuple(reports),
        misconceptions={
            f"{assigned.problem.id}/{misconception.id}": misconception.feedback
            for assigned in assignment.problems
            for misconception in assigned.problem.misconceptions
        },
    )


def _graded(
    assignment: Assignment, submissions: Iterable[Submission], options: Options, sandbox: Sandbox
) -> Iterator[SubmissionReport]:
    """Reports in the order of the submissions, a bounded number of them in flight."""
    secret, workers = options.secret(), options.at_once()
    with ExitStack() as stack:
        pool = stack.enter_context(ThreadPoolExecutor(workers, thread_name_prefix="grade"))
        keys: dict[str, AnswerKey] = {}
        for assigned in assignment.problems:
            problem = assigned.problem
            if _unavailable(problem) is None:
                sandbox.warm(problem.framework)
            keys[problem.id] = stack.enter_context(AnswerKey(problem, secret, sandbox))

        def begin(submission: Submission) -> tuple[Submission, list[Future[ProblemReport]]]:
            return submission, [
                pool.submit(_problem_report, assigned, submission, keys[assigned.problem.id], sandbox)
                for assigned in assignment.problems
            ]

        flying: deque[tuple[Submission, list[Future[ProblemReport]]]] = deque()
        for submission in submissions:
            flying.append(begin(submission))
            if len(flying) > AHEAD * workers:
                yield _submission_report(assignment, *flying.popleft())
        while flying:
            yield _submission_report(assignment, *flying.popleft())


def _problem_report(
    assigned: Assigned, submission: Submission, key: AnswerKey, sandbox: Sandbox
) -> ProblemReport:
    reason = _unavailable(assigned.problem)
    if reason is not None:
        report = _ungraded(assigned.problem, reason)
    else:
        report = grade_problem(assigned.problem, submission, key, sandbox)
    return report if assigned.points is None else scoring.rescale(report, assigned.points)


def _submission_report(
    assignment: Assignment, submission: Submission, futures: Sequence[Future[ProblemReport]]
) -> SubmissionReport:
    problems = tuple(future.result() for future in futures)
    total = scoring.submission_total(problems)
    late = scoring.lateness(
        submission.submitted_at, assignment.due, assignment.late, submission.extension_until
    )
    notes = [*submission.refused, *([late.note] if late.note else [])]
    return SubmissionReport(
        student=submission.student,
        attempt=submission.attempt,
        digest=submission.digest,
        status=total.status,
        score=total.score,
        grade=scoring.grade(total, assignment.late, late.days),
        max_score=total.max_score,
        problems=problems,
        notes=tuple(notes),
        days_late=late.days,
    )


def _unavailable(problem: Problem) -> Text | None:
    """Why this machine cannot grade a problem, if so."""
    if problem.device == "cuda":
        return Text(
            "this problem needs a CUDA device, and there is none", "این مسئله به CUDA نیاز دارد که اینجا نیست"
        )
    lacking = [name for name in problem.requires if importlib.util.find_spec(name.replace("-", "_")) is None]
    if lacking:
        return Text(f"this problem needs packages that are not installed: {', '.join(lacking)}")
    return None


def _ungraded(problem: Problem, reason: Text) -> ProblemReport:
    results = tuple(
        CheckResult(
            id=check.id,
            title=check.title,
            verdict=Verdict.UNGRADED,
            score=None,
            max_score=check.points,
            visibility=check.visibility,
            extra_credit=check.extra_credit,
            feedback=reason,
        )
        for check in problem.checks
    )
    total = scoring.problem_score(results, all_or_nothing=problem.all_or_nothing)
    return ProblemReport(
        id=problem.id,
        title=problem.title,
        status=total.status,
        score=total.score,
        max_score=total.max_score,
        checks=results,
    )


def _max_score(assigned: Assigned) -> Fraction:
    if assigned.points is not None:
        return assigned.points
    return sum((check.points for check in assigned.problem.checks if not check.extra_credit), Fraction(0))


def _device(asked: str) -> str:
    if asked in ("auto", "cpu"):
        return "cpu"
    raise UsageError(f"the device {asked!r} cannot be used", "this version grades on the CPU: --device cpu")
