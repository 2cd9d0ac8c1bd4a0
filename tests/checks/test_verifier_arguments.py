"""Built-in verifiers: arguments that make no sense are the author's fault, and what they say of a failure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checks.verifiers import VERIFIERS
from grader.core.data import Array, Data, from_literal
from grader.core.verifiers import BUILT_IN, SPEEDUP
from grader.errors import AuthorError

LABELS = Array(np.array([0, 2, 1, 2]), "int64")


def test_those_that_a_spec_may_name_are_those_that_there_are() -> None:
    assert {*VERIFIERS, SPEEDUP} == set(BUILT_IN)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("accuracy_at_least", {"labels": 3, "at_least": 0.5}),
        ("accuracy_at_least", {"labels": Array(np.zeros((2, 2)), "float64"), "at_least": 0.5}),
        ("accuracy_at_least", {"labels": LABELS, "at_least": "half"}),
        ("distribution", {"family": "poisson"}),
        ("distribution", {"family": "normal", "variance": 0}),
        ("distribution", {"family": "normal", "mean": "zero"}),
        ("parameter_count", {"equals": "many"}),
        ("shape", {"equals": "wide"}),
    ],
)
def test_arguments_without_sense(name: str, arguments: Mapping[str, Any]) -> None:
    sample = Array(np.random.default_rng(1).normal(size=1000), "float64")
    with pytest.raises(AuthorError):
        VERIFIERS[name](sample, **arguments)


@pytest.mark.parametrize(
    ("name", "observed", "arguments", "said"),
    [
        (
            "accuracy_at_least",
            from_literal([0, 2, 2, 1]),
            {"labels": LABELS, "at_least": 0.75},
            "50.0% of the predictions are right, 75.0% are due",
        ),
        ("accuracy_at_least", from_literal([0, 2]), {"labels": LABELS, "at_least": 0.5}, "the shape is (2,)"),
        ("decreasing", from_literal([3.0, 1.0, 2.0]), {}, "element [2] is 2, not below the one before it, 1"),
        ("finite", {"W": from_literal([math.nan])}, {}, "W: there is a NaN or an infinity"),
        ("parameter_count", from_literal([1, 2, 3]), {"equals": 4}, "there are 3 parameters, expected 4"),
        (
            "shape",
            from_literal([[1, 2]]),
            {"equals": from_literal([2, 1])},
            "the shape is (1, 2), expected (2, 1)",
        ),
    ],
)
def test_what_a_failure_says(name: str, observed: Data, arguments: Mapping[str, Any], said: str) -> None:
    judged = VERIFIERS[name](observed, **arguments)
    assert not judged.passed
    assert judged.feedback.en.startswith(said)
    assert judged.feedback.fa


def test_scores_predict_the_class_of_the_largest() -> None:
    scores = Array(np.array([[0.9, 0.05, 0.05], [0, 0, 1], [0.1, 0.8, 0.1], [0.5, 0.1, 0.4]]), "float64")
    assert VERIFIERS["accuracy_at_least"](scores, labels=LABELS, at_least=0.75).passed
    assert not VERIFIERS["accuracy_at_least"](scores, labels=LABELS, at_least=0.76).passed


def test_a_row_with_a_nan_predicts_nothing() -> None:
    scores = Array(np.array([[math.nan, 0, 0]] * 4), "float64")
    labels = Array(np.zeros(4, np.int64), "int64")
    assert not VERIFIERS["accuracy_at_least"](scores, labels=labels, at_least=0.01).passed


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=8))
def test_decreasing_is_strict_unless_told_otherwise(numbers: list[float]) -> None:
    pairs = [*pairwise(numbers)]
    data = from_literal(numbers)
    assert VERIFIERS["decreasing"](data).passed == all(after < before for before, after in pairs)
    assert VERIFIERS["decreasing"](data, strict=False).passed == all(
        after <= before for before, after in pairs
    )


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
ARGUMENTS: Mapping[str, Mapping[str, Any]] = {
    "accuracy_at_least": {"labels": LABELS, "at_least": 0.5},
    "decreasing": {},
    "distribution": {"family": "normal"},
    "finite": {},
    "parameter_count": {"equals": 3},
    "shape": {"equals": from_literal([3])},
}


@given(anything)
@pytest.mark.parametrize("name", sorted(ARGUMENTS))
def test_no_observation_brings_a_verifier_down(name: str, observed: object) -> None:
    judged = VERIFIERS[name](from_literal(observed), **ARGUMENTS[name])
    assert judged.fraction in (0, 1)
    assert observed is not None or not judged.passed
