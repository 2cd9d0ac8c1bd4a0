"""The cells of a table, or a lone scalar, each against its expected element."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import Literal, TypeAlias

import numpy as np

from grader.core.data import Array
from grader.core.dtypes import STORAGE
from grader.core.text import NOTHING, Text
from grader.written import words
from grader.written.exactness import as_exact, matches
from grader.written.numerals import Unread, read_number
from grader.written.texts import read_bool

Expected: TypeAlias = Array | bool | int | float | complex

# Below this share of the largest expected element, an element is the noise of a zero.
_NOISE = Fraction(1, 10**12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell judged; `excess` is how far it is off, for comparison with the others."""

    outcome: Literal["right", "wrong", "unclear"]
    feedback: Text = NOTHING
    excess: Fraction = Fraction(0)


def judge_cells(texts: Sequence[str], expected: Expected, digits: int | None) -> list[Cell]:
    """Judges as many texts as there are expected elements, in row order."""
    right_ones = list(_elements(expected))
    if all(isinstance(one, bool) for one in right_ones):
        return [_bool_cell(text, bool(one)) for text, one in zip(texts, right_ones, strict=True)]
    numbers = [one for one in right_ones if isinstance(one, int | float) and isfinite(one)]
    if len(numbers) != len(right_ones):
        return [Cell(outcome="unclear", feedback=words.for_a_person()) for _ in texts]
    least = max((abs(as_exact(one)) for one in numbers), default=Fraction(0)) * _NOISE
    has_only_bits = all(isinstance(one, int) and one in (0, 1) for one in numbers)
    cells = []
    for text, one in zip(texts, numbers, strict=True):
        bit = read_bool(text) if has_only_bits else None
        typed = text if bit is None else str(int(bit))
        cells.append(_number_cell(typed, 0 if abs(as_exact(one)) <= least else one, digits))
    return cells


def _elements(expected: Expected) -> Iterator[bool | int | float | complex]:
    """Plain Python numbers. A narrow float is the shortest decimal of its dtype, not the float64 that holds it."""
    if not isinstance(expected, Array):
        yield expected
        return
    is_narrow = expected.kind == "float" and STORAGE[expected.dtype] != np.float64
    for element in expected.values.reshape(-1):
        yield float(str(element)) if is_narrow else element.item()


def _bool_cell(text: str, expected: bool) -> Cell:
    given = read_bool(text)
    if given is None:
        return Cell(outcome="wrong", feedback=words.no_bool(text), excess=Fraction(1))
    if given is expected:
        return Cell(outcome="right")
    return Cell(outcome="wrong", feedback=words.wrong_text(text, str(expected).lower()), excess=Fraction(1))


def _number_cell(text: str, expected: int | float, digits: int | None) -> Cell:
    number = read_number(text)
    if isinstance(number, Unread):
        outcome: Literal["wrong", "unclear"] = "unclear" if number.ambiguous else "wrong"
        return Cell(outcome=outcome, feedback=number.reason, excess=Fraction(10**9))
    judgement = matches(number, expected, digits)
    exact = as_exact(expected)
    excess = abs(number.value - exact) if judgement.outcome != "right" else Fraction(-1)
    return Cell(outcome=judgement.outcome, feedback=judgement.feedback, excess=excess)
