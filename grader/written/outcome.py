"""What judging a written answer says."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from grader.core.data import Data
from grader.core.text import NOTHING, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a written answer is worth.

    Attributes:
        outcome: `unclear` is for a person to mark.
        fraction: the share of right elements, 1 where the answer is right.
        observed: the answer as it was read, as it was typed where it was not.
        worst_index: of the element furthest from right, in a table.
    """

    outcome: Literal["right", "wrong", "unclear"]
    fraction: Fraction
    feedback: Text = NOTHING
    observed: Data = None
    expected: Data = None
    worst_index: tuple[int, ...] | None = None
