"""A handout put together: problem by problem, each proven before it goes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from grader.core.problem import Assigned, Assignment, Check
from grader.core.text import Text
from grader.grading import AnswerKey
from grader.handout.pages import pages
from grader.handout.pinned import Pinned, Unpinnable, pin
from grader.handout.problem import HandedOut, compose
from grader.handout.proof import failing
from grader.handout.selection import LeftOut, left_out
from grader.sandbox.box import Sandbox

UNSTEADY = "the reference itself does not pass it with numbers that are fixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """What students get; `files` by path within its folder."""

    title: Text
    problems: tuple[HandedOut, ...]
    files: dict[str, bytes]


def hand_out(assignment: Assignment, secret: bytes, sandbox: Sandbox) -> Handout:
    """The handout of an assignment.

    Args:
        secret: what the numbers of the handout are drawn from. Never the course's own: from a seed that is short,
            hidden inputs could be found by trying.

    Raises:
        AuthorError: if a reference fails at what it is asked for.
    """
    problems = tuple(_problem(assigned, secret, sandbox) for assigned in assignment.problems)
    files = {f"{one.problem.id}/{path}": content for one in problems for path, content in one.files.items()}
    return Handout(title=assignment.title, problems=problems, files=files | pages(assignment, problems))


def _problem(assigned: Assigned, secret: bytes, sandbox: Sandbox) -> HandedOut:
    problem = assigned.problem
    stays = {one.check.id: one for one in left_out(problem)}
    pinned: dict[str, Pinned] = {}
    with AnswerKey(problem, secret, sandbox) as key:
        for check in problem.checks:
            if check.is_visible and check.id not in stays:
                try:
                    pinned[check.id] = pin(problem, check, key)
                except Unpinnable as reason:
                    stays[check.id] = LeftOut(check=check, why=str(reason))
    handed_out = compose(assigned, pinned, _in_order(problem.checks, stays))
    unsteady = failing(handed_out, sandbox)
    if unsteady:
        stays |= {one.id: LeftOut(check=one, why=UNSTEADY) for one in problem.checks if one.id in unsteady}
        steady = {check: one for check, one in pinned.items() if check not in unsteady}
        handed_out = compose(assigned, steady, _in_order(problem.checks, stays))
    return handed_out


def _in_order(checks: Iterable[Check], stays: dict[str, LeftOut]) -> tuple[LeftOut, ...]:
    return tuple(stays[check.id] for check in checks if check.id in stays)
