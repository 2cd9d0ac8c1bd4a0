"""Which of a submission's files a problem asks for."""

from __future__ import annotations

from grader.core.problem import Problem
from grader.core.submission import Submission


def asked_for(problem: Problem) -> tuple[str, ...]:
    """The paths that a problem asks students for; its module may come as a notebook of the same stem."""
    submit = problem.submit
    return (*filter(None, (submit.module, submit.notebook, submit.answers)), *submit.files)


def handed_in(submission: Submission, problem: Problem) -> bool:
    """Was anything handed in for this problem: its own folder, or one of the files that it asks for?"""
    prefix = f"{problem.id}/"
    if any(path.startswith(prefix) for path in submission.files):
        return True
    return any(path in submission.files for path in asked_for(problem))
