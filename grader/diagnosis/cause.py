"""What a cause is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.core.data import Array
from grader.core.text import Text

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One wrong leaf of one trial: both sides, and the inputs of the call.

    `inputs` are the arrays that the student's call was given, by value name.
    """

    expected: Array
    observed: Array
    inputs: dict[str, Array]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What a cause makes of the right array. Guesses of one cause are the same on all trials iff `key` is."""

    key: str
    values: Floats
    feedback: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """`guesses` yields, for one case, every form that the mistake can take there, the likeliest first."""

    id: str
    guesses: Callable[[Case], Iterator[Guess]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """The cause that explains the answer, in words."""

    id: str
    feedback: Text


def wide(array: Array) -> Floats:
    """The numbers in float64."""
    return array.values.astype(np.float64)
