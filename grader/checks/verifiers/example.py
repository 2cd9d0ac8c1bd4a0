"""What verifiers share: their examples, and ways to say yes and no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.core.data import Data, as_array
from grader.core.judgement import Judgement
from grader.core.text import Text
from grader.errors import AuthorError


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An observation, the verifier's arguments, and whether it passes."""

    observed: Data
    arguments: Mapping[str, Any] = field(default_factory=dict)
    passes: bool


PASSED = Judgement(fraction=Fraction(1))


def failed(feedback: Text, observed: Data) -> Judgement:
    return Judgement(fraction=Fraction(0), feedback=feedback, observed=observed)


def real_array(observed: Data) -> NDArray[np.float64] | None:
    """The observation as real numbers; None where it is something else."""
    array = None if isinstance(observed, tuple | Mapping) else as_array(observed)
    if array is None or array.kind not in ("integer", "float"):
        return None
    return array.values.astype(np.float64)


def number(argument: Any, name: str) -> float:
    """A number that the author gave as an argument.

    Raises:
        AuthorError: if it is none.
    """
    values = real_array(argument)
    if values is None or values.size != 1:
        raise AuthorError(f"the argument {name} of the verifier must be one number")
    return float(values.reshape(()))


NO_NUMBERS = Text("an array of real numbers is due", "آرایه‌ای از عددهای حقیقی لازم است")
