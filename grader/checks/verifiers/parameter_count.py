"""`parameter_count {equals}`: how many numbers the result holds, a module's parameters for example."""

from __future__ import annotations

from typing import Any

from grader.checks.verifiers.example import PASSED, Example, failed, number
from grader.core.data import Data, as_array, from_literal, leaves
from grader.core.judgement import Judgement
from grader.core.text import Text

EXAMPLES = (
    Example(
        observed={"weight": from_literal([[1.0, 2.0]] * 3), "bias": from_literal([0.0] * 3)},
        arguments={"equals": 9},
        passes=True,
    ),
    Example(observed=from_literal([1.0, 2.0]), arguments={"equals": 2}, passes=True),
    Example(observed={"weight": from_literal([[1.0, 2.0]] * 3)}, arguments={"equals": 9}, passes=False),
    Example(observed=None, arguments={"equals": 0}, passes=False),
)


def parameter_count(observed: Data, *, equals: Any) -> Judgement:
    """Passes a result whose arrays have `equals` elements together."""
    due = int(number(equals, "equals"))
    arrays = [as_array(leaf) for _, leaf in leaves(observed)]
    counts = [array.values.size for array in arrays if array is not None]
    if observed is None or len(counts) != len(arrays) or sum(counts) != due:
        text = Text(
            f"there are {sum(counts):,} parameters, expected {due:,}",
            f"{sum(counts):,} پارامتر هست، ولی باید {due:,} باشد",
        )
        return failed(text, None)
    return PASSED
