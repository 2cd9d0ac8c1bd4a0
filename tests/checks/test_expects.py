"""What must hold before a verifier looks."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np
import pytest

from grader.checks.expects import judge_expects
from grader.core.data import Array, Data, from_literal
from grader.core.problem import Expects

WORDS: Data = ("a", "b")


def array(values: Any, dtype: str = "float64") -> Array:
    return Array(np.asarray(values, dtype=dtype), dtype)


@pytest.mark.parametrize(
    ("expects", "observed", "said"),
    [
        (Expects(), None, None),
        (Expects(shape=(2,)), array([1, 2]), None),
        (Expects(shape=(2,)), from_literal([1, 2]), None),
        (Expects(shape=()), 3.5, None),
        (Expects(shape=(2,)), array([[1, 2]]), "the shape is (1, 2), expected (2,)"),
        (Expects(shape=()), array([3.5]), "the shape is (1,), expected a single number"),
        (Expects(shape=(2,)), {"a": 1}, "expected an array, got something else"),
        (Expects(shape=(2,)), None, "not written yet"),
        (Expects(kind="float"), array([1.5]), None),
        (Expects(kind="float"), 3, None),  # Python integers match floats
        (Expects(kind="float"), array([1], "int64"), "expected real numbers, got integers"),
        (Expects(kind="integer"), array([1], "uint8"), None),
        (Expects(kind="integer"), 1.0, "expected integers, got real numbers"),
        (Expects(kind="integer"), True, "expected integers, got bools"),
        (Expects(kind="integer"), 2**80, None),
        (Expects(kind="number"), array([1], "int64"), None),
        (Expects(kind="number"), array([1.5]), None),
        (Expects(kind="number"), array([True], "bool"), "expected numbers, got bools"),
        (Expects(kind="bool"), from_literal([True]), None),
        (Expects(kind="string"), WORDS, None),
        (Expects(kind="complex"), array([1j], "complex64"), None),
        (Expects(kind="float"), {"W": array([1.5]), "b": None}, "not written yet"),
        (Expects(finite=True), array([1.5]), None),
        (Expects(finite=True), {"W": array([math.nan])}, "W: NaN or infinity"),
        (Expects(finite=True), (1.0, -math.inf), "[1]: NaN or infinity"),
        (Expects(shape=(2,), kind="float", finite=True), array([1, 2], "int64"), "expected real numbers"),
    ],
)
def test_each_declaration(expects: Expects, observed: Data, said: str | None) -> None:
    judged = judge_expects(expects, observed)
    if said is None:
        assert judged is None
    else:
        assert judged is not None
        assert judged.fraction == 0
        assert judged.feedback.en.startswith(said)
        assert judged.feedback.fa


@pytest.mark.parametrize("kind", ["bool", "integer", "float", "complex", "string", "number"])
def test_none_is_of_no_kind(kind: Literal["bool", "integer", "float", "complex", "string", "number"]) -> None:
    assert judge_expects(Expects(kind=kind), None) is not None
