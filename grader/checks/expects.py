"""What must hold of an observation before a verifier sees it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from grader.checks import words
from grader.core.data import Array, Data, as_array, leaves
from grader.core.judgement import Judgement
from grader.core.problem import Expects
from grader.core.text import Text


def judge_expects(expects: Expects, observed: Data) -> Judgement | None:
    """A failure, or None where everything declared holds."""
    feedback = _shape(expects, observed) or _kind(expects, observed) or _finite(expects, observed)
    return None if feedback is None else Judgement(fraction=Fraction(0), feedback=feedback, observed=observed)


def _whole(observed: Data) -> Array | None:
    return None if isinstance(observed, tuple | dict) else as_array(observed)  # type: ignore[arg-type]


def _shape(expects: Expects, observed: Data) -> Text | None:
    if expects.shape is None:
        return None
    array = _whole(observed)
    if array is None:
        return (
            words.not_written() if observed is None else words.wrong_type(words.ARRAY, words.SOMETHING_ELSE)
        )
    return None if array.shape == expects.shape else words.wrong_shape(expects.shape, array.shape)


def _kind(expects: Expects, observed: Data) -> Text | None:
    if expects.kind is None:
        return None
    for _, leaf in leaves(observed):
        if leaf is None:
            return words.not_written()
        array = as_array(leaf)
        kind = "string" if isinstance(leaf, str) else "integer" if array is None else array.kind
        wanted = ("integer", "float") if expects.kind == "number" else (expects.kind,)
        if kind not in wanted and not (expects.kind == "float" and kind == "integer" and _python(leaf)):
            shown = words.KINDS_EN.get(expects.kind, "numbers"), words.KINDS_EN[kind]
            return Text(
                f"expected {shown[0]}, got {shown[1]}", f"نوع نتیجه نادرست است: {words.KINDS_FA[kind]}"
            )
    return None


def _python(leaf: object) -> bool:
    return not isinstance(leaf, Array) or leaf.python or not leaf.shape


def _finite(expects: Expects, observed: Data) -> Text | None:
    if not expects.finite:
        return None
    for where, leaf in leaves(observed):
        array = as_array(leaf)
        if array is not None and not np.isfinite(array.values).all():
            return words.at(
                where,
                Text(
                    "NaN or infinity where finite numbers are due",
                    "به جای عدد متناهی، NaN یا بی‌نهایت آمده است",
                ),
            )
    return None
