"""`grade`: what `grader grade` does, from Python."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from grader.core.problem import Assignment
from grader.core.report import Report
from grader.core.submission import Submission
from grader.intake import open_class
from grader.schedule.options import Isolate, Options
from grader.schedule.run import grade_class


def grade(
    assignment: Assignment,
    submissions: Path | str | Iterable[Submission],
    *,
    seed: int | None = None,
    workers: int | None = None,
    device: str = "auto",
    isolation: Isolate = "auto",
) -> Report:
    """Grades submissions; the same engine as the command line's.

    Args:
        assignment: what `load` returned.
        submissions: a submissions folder or an LMS's download, or submissions.
        seed: what random inputs are drawn from; without one a secret is drawn.
        workers: submissions at once; the processors here unless given.
        device: `auto`, `cpu`, `cuda` or `cuda:N`.
        isolation: `auto`, `strict` or `none`.

    Raises:
        GraderError: if the folder cannot be read, or no worker can be started.
    """
    if isinstance(submissions, str | Path):
        problems = [assigned.problem for assigned in assignment.problems]
        submissions = open_class(Path(submissions), problems)
    options = Options(seed=seed, workers=workers, device=device, isolation=isolation)
    return grade_class(assignment, submissions, options)
