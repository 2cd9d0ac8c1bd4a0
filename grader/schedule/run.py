"""A class graded, whoever judges it: what is known already, what is written as it is judged, and the report."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

from grader.core.problem import Assignment
from grader.core.report import Isolation, Report, RunInfo, SubmissionReport
from grader.core.settlement import UNDECIDED, Received, settled
from grader.core.submission import Submission
from grader.core.terms import Terms, worth
from grader.errors import UsageError
from grader.sandbox.gpus import CPU
from grader.schedule.devices import device_for
from grader.schedule.judges import Judged, Judges
from grader.schedule.options import Options
from grader.schedule.shared import Taken, shared_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from grader.gradebook import Gradebook
    from grader.gradebook.recording import Recorder
    from grader.sandbox.box import Sandbox

NOT_YET = Isolation(tier="", layers=())


def grade_class(
    assignment: Assignment,
    submissions: Iterable[Submission],
    options: Options,
    on_done: Callable[[SubmissionReport], None] = lambda _: None,
    book: Gradebook | None = None,
    sandbox: Sandbox | None = None,
) -> Report:
    """Grades every submission; `on_done` is called for each as it is finished, in order unless a cluster grades.

    With a gradebook each is written as it is judged, and what it holds already for the same work is not judged again.
    Several drivers may share it: each submission is judged by one of them, and comes when it is known.
    A sandbox that is given stays open, and may have begun to start what grading takes.

    Raises:
        UsageError: if the device or the cluster asked for is not there.
        GradebookError: if the gradebook cannot be written.
        SandboxError: if no worker can be started at all.
    """
    if options.seed is None and assignment.seed is not None:
        options = replace(options, seed=assignment.seed)
    chosen = device_for(options)
    run = begun(options, chosen.device)
    options = replace(options, device=run.device)
    if sandbox is not None and sandbox.device != run.device:
        sandbox = None  # it was begun before the device was known
    secret = book.secret(assignment.id) if book and options.seed is None else options.secret()
    with _judges(assignment, options, secret, sandbox) as judges:
        run = replace(run, isolation=judges.isolation)
        recorder = None if book is None else _begun(book, assignment, run, secret)
        terms = Terms.of(assignment)
        reports = []
        for judged in judges.judged(_taken(submissions, assignment, options, recorder)):
            report = _ended(judged, terms, recorder)
            on_done(report)
            reports.append(report)
        if recorder is not None:
            recorder.finish()
            run = replace(
                run, reused=recorder.reused, pending=len(recorder.pending), content=recorder.content
            )
        run = replace(run, remarks=(*filter(None, [chosen.remark]), *judges.remarks))
    reports.sort(key=lambda report: (report.student, report.attempt))
    return report_of(assignment, run, reports)


def _judges(
    assignment: Assignment, options: Options, secret: bytes, sandbox: Sandbox | None
) -> AbstractContextManager[Judges]:
    if options.engine == "ray":
        try:
            from grader.schedule.ray import Hosts
        except ModuleNotFoundError as error:
            if error.name != "ray":
                raise
            raise UsageError(
                "--engine ray needs Ray, which is not installed", "pip install 'grader[ray]'"
            ) from error
        return Hosts(assignment, options, secret)
    from grader.schedule.local import Pool

    return Pool(assignment, options, secret, sandbox)


def _taken(
    submissions: Iterable[Submission], assignment: Assignment, options: Options, recorder: Recorder | None
) -> Iterator[Taken | None]:
    if recorder is None or options.fresh:
        return (Taken(submission=submission, known={}) for submission in submissions)
    return shared_out(submissions, len(assignment.problems), recorder)


def _ended(judged: Judged, terms: Terms, recorder: Recorder | None) -> SubmissionReport:
    submission, problems = judged.submission, judged.problems
    decisions = UNDECIDED if recorder is None else recorder.decisions(submission, problems)
    report = settled(Received.of(submission), problems, terms, decisions)
    if recorder is not None:
        recorder.record(submission, problems, report)
    return report


def begun(options: Options, device: str = CPU) -> RunInfo:
    """A run that begins now."""
    return RunInfo(
        id=secrets.token_hex(8),
        started_at=datetime.now(UTC).isoformat(timespec="seconds"),
        device=device,
        engine=options.engine,
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
