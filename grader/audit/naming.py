"""Misconceptions that would give their name to other mistakes.

An exception of the same type counts as the same answer. So a misconception that raises on a check names every
answer that raises there: a typing slip reads of a transposed matrix.
"""

from __future__ import annotations

from collections.abc import Iterator

from grader.audit.findings import Fault
from grader.core.observation import Raised
from grader.core.problem import CallSubject, Check, Problem, Raises, Swap
from grader.errors import AuthorError
from grader.grading import AnswerKey


def advise_on_names(problem: Problem, key: AnswerKey) -> Iterator[Fault]:
    """Yields a warning for each misconception that raises on checks that it may explain."""
    for misconception in problem.misconceptions:
        if not isinstance(misconception.when, Swap):
            continue
        raised: dict[str, str] = {}
        for check in problem.checks:
            applies = not misconception.checks or check.id in misconception.checks
            if (
                applies
                and isinstance(check.subject, CallSubject)
                and not isinstance(check.expectation, Raises)
            ):
                name = _raises(misconception.when, check, key)
                if name is not None:
                    raised[check.id] = name
        if raised:
            shown = ", ".join(f"{check} ({name})" for check, name in raised.items())
            yield Fault(
                where=f"misconceptions.{misconception.id}",
                what=f"it raises on {shown}: whatever else raises the same there gets its name",
                hint="list under `checks:` those where it gives a result",
            )


def _raises(swap: Swap, check: Check, key: AnswerKey) -> str | None:
    """The exception that the misconception ends in on every trial of the check, if it does."""
    name = None
    try:
        for trial in key.trials(check):
            outcome = key.mistaken(swap, check, trial).outcome
            if not isinstance(outcome, Raised):
                return None
            name = outcome.types[0]
    except AuthorError:
        return None  # validation has told it already
    return name
