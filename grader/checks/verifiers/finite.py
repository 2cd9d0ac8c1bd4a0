"""`finite`: every number of the result is finite."""

from __future__ import annotations

import math

import numpy as np

from grader.checks import words
from grader.checks.verifiers.example import NO_NUMBERS, PASSED, Example, failed
from grader.core.data import Data, as_array, from_literal, leaves
from grader.core.judgement import Judgement
from grader.core.text import Text

EXAMPLES = (
    Example(observed=from_literal([1.0, -2.0]), passes=True),
    Example(observed={"loss": 0.5, "weights": from_literal([[1, 2]])}, passes=True),
    Example(observed=from_literal([1.0, math.nan]), passes=False),
    Example(observed=math.inf, passes=False),
    Example(observed=None, passes=False),
    Example(observed="1.0", passes=False),
)


def finite(observed: Data) -> Judgement:
    """Passes numbers without NaN and infinities, and nothing that is no number."""
    for where, leaf in leaves(observed):
        array = as_array(leaf)
        if array is None and not isinstance(leaf, int):
            return failed(words.at(where, NO_NUMBERS), observed)
        if array is not None and not np.isfinite(array.values).all():
            text = Text("there is a NaN or an infinity in the result", "در نتیجه NaN یا بی‌نهایت هست")
            return failed(words.at(where, text), observed)
    return PASSED
