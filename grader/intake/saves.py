"""Which problems a save touches."""

from __future__ import annotations

from collections.abc import Sequence

from grader.core.problem import Problem
from grader.core.submission import Submission
from grader.intake.fit import asked_for


def touched(before: Submission, after: Submission, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems whose work differs. What another problem asks for is that one's, though it lies beside."""
    return tuple(
        problem for problem in problems if _work(before, problem, problems) != _work(after, problem, problems)
    )


def _work(submission: Submission, problem: Problem, problems: Sequence[Problem]) -> dict[str, bytes]:
    own = asked_for(problem)
    others = {path for one in problems if one is not problem for path in asked_for(one) if path not in own}
    folders = tuple(f"{one.id}/" for one in problems if one is not problem)
    return {
        path: body
        for path, body in submission.work_on(problem).items()
        if path not in others and not path.startswith(folders)
    }
