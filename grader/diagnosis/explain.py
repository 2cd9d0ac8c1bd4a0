"""Asks the causes in order, and speaks only for one that explains every trial."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from grader.core.data import Array
from grader.diagnosis import arithmetic, layout, meaning
from grader.diagnosis.cause import Case, Cause, Diagnosis, Guess

# The stated order: where two causes explain the same answer, the earlier one is the simpler.
CAUSES: tuple[Cause, ...] = (
    next(cause for cause in meaning.CAUSES if cause.id == "unchanged-input"),
    *layout.CAUSES,
    *arithmetic.CAUSES,
    *(cause for cause in meaning.CAUSES if cause.id != "unchanged-input"),
)

Agrees = Callable[[Array, Array], bool]
LARGEST = 100_000  # elements; beyond it the search would cost more than it tells


def diagnose(cases: Sequence[Case], agrees: Agrees) -> Diagnosis | None:
    """The simplest cause that explains every case, or None.

    Args:
        cases: the wrong leaves of the trials, at least one.
        agrees: the check's own comparison (expected, observed).
    """
    if not cases or any(_says_nothing(case) for case in cases):
        return None
    found = [diagnosis for cause in CAUSES if (diagnosis := _explanation(cause, cases, agrees)) is not None]
    if not found or (len(found) > 1 and not _rich(cases)):
        return None
    return found[0]


def _explanation(cause: Cause, cases: Sequence[Case], agrees: Agrees) -> Diagnosis | None:
    first, *others = cases
    with np.errstate(all="ignore"):
        for guess in cause.guesses(first):
            if _fits(guess, first, agrees) and all(
                _repeats(cause, guess.key, case, agrees) for case in others
            ):
                return Diagnosis(id=cause.id, feedback=guess.feedback)
    return None


def _repeats(cause: Cause, key: str, case: Case, agrees: Agrees) -> bool:
    return any(guess.key == key and _fits(guess, case, agrees) for guess in cause.guesses(case))


def _fits(guess: Guess, case: Case, agrees: Agrees) -> bool:
    wrong = Array(np.asarray(guess.values), "float64")
    if wrong.shape != case.observed.shape or not np.isfinite(wrong.values).any() or not np.any(wrong.values):
        return False
    same_form = wrong.shape == case.expected.shape
    return agrees(wrong, case.observed) and not (same_form and agrees(case.expected, wrong))


def _says_nothing(case: Case) -> bool:
    sizes = max(case.expected.values.size, case.observed.values.size)
    kinds = {case.expected.kind, case.observed.kind}
    return not 0 < sizes <= LARGEST or not kinds <= {"float", "integer"} or not np.any(case.observed.values)


def _rich(cases: Sequence[Case]) -> bool:
    """Are there numbers enough that a coincidence is out of the question?"""
    return (
        sum(len(np.unique(np.abs(case.expected.values[np.isfinite(case.expected.values)]))) for case in cases)
        >= 3
    )
