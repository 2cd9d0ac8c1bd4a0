"""`accuracy_at_least {labels, at_least}`: enough predictions are right. The host counts, never the student."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from grader.checks import words
from grader.checks.verifiers.example import NO_NUMBERS, PASSED, Example, failed, number, real_array
from grader.core.data import Data, from_literal
from grader.core.judgement import Judgement
from grader.core.text import Text
from grader.errors import AuthorError

_LABELS = from_literal([0, 2, 1, 1])

EXAMPLES = (
    Example(
        observed=from_literal([0, 2, 1, 0]), arguments={"labels": _LABELS, "at_least": 0.75}, passes=True
    ),
    Example(
        observed=from_literal([[9.0, 0, 0], [0, 1, 2], [0, 3, 2], [0, 5, 1]]),
        arguments={"labels": _LABELS, "at_least": 1},
        passes=True,
    ),
    Example(
        observed=from_literal([0, 2, 0, 0]), arguments={"labels": _LABELS, "at_least": 0.75}, passes=False
    ),
    Example(observed=from_literal([0, 2, 1]), arguments={"labels": _LABELS, "at_least": 0.5}, passes=False),
    Example(
        observed=from_literal([[math.nan, 0.0, 0.0]] * 4),
        arguments={"labels": _LABELS, "at_least": 0.25},
        passes=False,
    ),
    Example(observed=1.0, arguments={"labels": _LABELS, "at_least": 0.5}, passes=False),
)


def accuracy_at_least(observed: Data, *, labels: Any, at_least: Any) -> Judgement:
    """Passes predicted labels (n,), or scores (n, classes) whose largest is the prediction (ties: the lowest class).

    Raises:
        AuthorError: if the labels are no vector, or the threshold is no number.
    """
    right, threshold = real_array(labels), number(at_least, "at_least")
    if right is None or right.ndim != 1 or not right.size:
        raise AuthorError("the argument labels of accuracy_at_least must be a vector of labels")
    given = real_array(observed)
    if given is None:
        return failed(NO_NUMBERS, None)
    if given.ndim == 2 and given.shape[0] == right.size and given.shape[1]:
        # A row with a NaN predicts nothing.
        given = np.where(np.isnan(given).any(axis=1), np.nan, np.argmax(given, axis=1))
    if given.shape != right.shape:
        return failed(words.wrong_shape(right.shape, given.shape), None)
    share = float(np.mean(given == right))
    if share >= threshold:
        return PASSED
    text = Text(
        f"{share:.1%} of the predictions are right, {threshold:.1%} are due",
        f"{share:.1%} پیش‌بینی‌ها درست‌اند، ولی {threshold:.1%} لازم است",
    )
    return failed(text, None)
