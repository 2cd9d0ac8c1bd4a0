"""`decreasing {strict}`: each number is smaller than the one before it, or (`strict: false`) at most as large."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from grader.checks.verifiers.example import NO_NUMBERS, PASSED, Example, failed, real_array
from grader.core.data import Data, from_literal
from grader.core.judgement import Judgement
from grader.core.text import Text

EXAMPLES = (
    Example(observed=from_literal([3.0, 2.0, 1.0]), passes=True),
    Example(observed=from_literal([3.0, 3.0, 1.0]), arguments={"strict": False}, passes=True),
    Example(observed=from_literal([3.0, 3.0, 1.0]), passes=False),
    Example(observed=from_literal([1.0, 2.0]), passes=False),
    Example(observed=from_literal([3.0, math.nan, 1.0]), arguments={"strict": False}, passes=False),
    Example(observed=from_literal([3.0]), passes=False),
    Example(observed=None, passes=False),
)


def decreasing(observed: Data, *, strict: Any = True) -> Judgement:
    """Passes a sequence of at least two numbers that goes down all the way."""
    values = real_array(observed)
    if values is None or values.ndim != 1 or values.size < 2:
        return failed(NO_NUMBERS if values is None else _TOO_SHORT, observed)
    # Compared, not subtracted: the difference of two infinities is no number.
    bad = ~(values[1:] < values[:-1]) if strict else ~(values[1:] <= values[:-1])
    if not bad.any():
        return PASSED
    index = int(np.argmax(bad)) + 1
    text = Text(
        f"element [{index}] is {values[index]:.6g}, not below the one before it, {values[index - 1]:.6g}",
        f"درایهٔ [{index}] برابر {values[index]:.6g} است و از قبلی، {values[index - 1]:.6g}، کوچک‌تر نیست",
    )
    return failed(text, observed)


_TOO_SHORT = Text("a sequence of at least two numbers is due", "دنباله‌ای از دست‌کم دو عدد لازم است")
