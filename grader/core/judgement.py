"""What judging one trial of one check says."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from grader.core.data import Data
from grader.core.text import NOTHING, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The `fraction` of the points earned in one trial, and the evidence.

    Attributes:
        where: the leaf it speaks of, such as `grad.W` or `[1]`; "" for the whole.
        expected, observed: that leaf's two sides.
        worst_index: of the element furthest from right, where elements were compared.
        wrong: indices of wrong elements, at most 64.
    """

    fraction: Fraction
    feedback: Text = NOTHING
    where: str = ""
    expected: Data = None
    observed: Data = None
    worst_index: tuple[int, ...] | None = None
    wrong: tuple[tuple[int, ...], ...] = ()

    @property
    def passed(self) -> bool:
        return self.fraction == 1
