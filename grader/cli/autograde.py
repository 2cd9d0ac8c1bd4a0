"""What runs in Gradescope's container, of the zip that `grader export gradescope` makes."""

from __future__ import annotations

import signal
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli import options

if TYPE_CHECKING:
    from grader.core.problem import Assignment, Attempts
    from grader.core.report import Report
    from grader.intake.gradescope import Metadata
    from grader.reports.gradescope import Standing


@click.command("autograde", hidden=True)
@click.argument("course", type=click.Path(path_type=Path))
@click.option("--root", type=click.Path(path_type=Path), default="/autograder", show_default=True)
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), required=True)
@click.option("--data", type=click.Path(path_type=Path))
@options.language
def command(course: Path, root: Path, seconds: float, data: Path | None, language: options.Tongue) -> int:
    """Grade ROOT/submission on the assignment at COURSE into ROOT/results/results.json, in at most so many SECONDS.

    The file is there from the start, is replaced whole after each check, and always tells what is known by then.
    """
    from grader.cli.edge import PASSED, say
    from grader.cli.outputs import write
    from grader.cli.screen import show, signs
    from grader.cli.sources import load
    from grader.intake import read_submission
    from grader.reports import gradescope
    from grader.reports.terminal import student_view
    from grader.schedule.options import Options
    from grader.schedule.stepwise import grade_stepwise

    _interrupt_after(seconds)
    assignment = load(course, data)
    metadata = _metadata(root / "submission_metadata.json")
    assignment = replace(assignment, due=metadata.due or assignment.due)
    problems = [assigned.problem for assigned in assignment.problems]
    submission = replace(
        read_submission(root / "submission", problems),
        student=metadata.student,
        attempt=len(metadata.earlier) + 1,
        name=metadata.name,
        email=metadata.email,
        submitted_at=metadata.submitted_at,
        extension_until=metadata.extension_until,
    )

    def on_report(report: Report) -> None:
        text = gradescope.render(report.submissions[0], language, _standing(report, assignment, metadata))
        write(root / "results" / "results.json", text)

    try:
        report = grade_stepwise(assignment, submission, Options(), on_report)
        _interrupt_after(0)
        show(student_view(report, signs(), language))
    except KeyboardInterrupt:
        say("note", f"stopped after {seconds:g} s; results.json tells what was known by then")
    return PASSED


def _interrupt_after(seconds: float) -> None:
    """Gradescope gives nothing for a submission that it had to stop, so we stop before. 0: not any more."""
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _metadata(path: Path) -> Metadata:
    from grader.cli.edge import say
    from grader.errors import SubmissionError
    from grader.intake.gradescope import Metadata, read_metadata

    try:
        return read_metadata(path)
    except SubmissionError as error:
        say("note", f"{error.what}; taken as a first attempt, its time not known")
        return Metadata()


def _standing(report: Report, assignment: Assignment, metadata: Metadata) -> Standing:
    """What the report is worth among the student's attempts. The remarks tell nothing of how a hidden check went."""
    from grader.core import scoring
    from grader.reports.gradescope import Standing

    [own] = report.submissions
    earlier = [replace(own, attempt=n, grade=grade) for n, grade in enumerate(metadata.earlier, start=1)]
    counted = scoring.counted_attempt([*earlier, own], assignment.attempts)
    leaders = frozenset(
        (assigned.problem.id, check.id)
        for assigned in assignment.problems
        for check in assigned.problem.checks
        if check.leaderboard and check.is_visible
    )
    tier = report.run.isolation.tier
    return Standing(
        counted=None if counted is None or counted.attempt == own.attempt else counted.grade,
        remarks=(
            *_on_attempts(own.attempt, assignment.attempts),
            *((f"Your code ran in the grader's sandbox ({tier} tier).",) if tier else ()),
        ),
        leaders=leaders,
    )


def _on_attempts(attempt: int, policy: Attempts) -> tuple[str, ...]:
    if policy.max is not None and attempt > policy.max:
        return (f"This is attempt {attempt} of at most {policy.max}: it is graded, and does not count.",)
    if policy.max is not None:
        return (f"This is attempt {attempt} of at most {policy.max}; the {policy.keep} one counts.",)
    return (f"This is attempt {attempt}; the {policy.keep} one counts.",) if attempt > 1 else ()
