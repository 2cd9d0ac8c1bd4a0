"""Causes are named when they explain every trial, and only then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.core.data import Array
from grader.diagnosis import CAUSES, Case, diagnose

Floats = NDArray[np.float64]


def array(values: Any) -> Array:
    return Array(np.asarray(values, dtype=np.float64), "float64")


def agrees(expected: Array, observed: Array) -> bool:
    return expected.shape == observed.shape and np.allclose(
        expected.values, observed.values, rtol=1e-6, atol=1e-9, equal_nan=True
    )


def softmax(values: Floats, axis: int) -> Floats:
    powers = np.exp(values - values.max(axis, keepdims=True))
    total: Floats = powers / powers.sum(axis, keepdims=True)
    return total


def relu(values: Floats) -> Floats:
    return np.maximum(values, 0)


X, W = "x", "w"
Right = Callable[[Floats, Floats], Any]

MISTAKES: list[tuple[str, str | None, Right, Right]] = [
    ("transposed", "transposed", lambda x, w: x @ w, lambda x, w: (x @ w).T),
    (
        "permuted axes",
        "transposed",
        lambda x, w: x[:, :, None] * w[0],
        lambda x, w: (x[:, :, None] * w[0]).transpose(2, 0, 1),
    ),
    ("rows reversed", "flipped", lambda x, w: x @ w, lambda x, w: (x @ w)[::-1]),
    ("columns reversed", "flipped", lambda x, w: x @ w, lambda x, w: (x @ w)[:, ::-1]),
    ("rotated by 180°", "flipped", lambda x, w: x @ w, lambda x, w: (x @ w)[::-1, ::-1]),
    ("shifted", "shifted", lambda x, w: x @ w, lambda x, w: np.roll(x @ w, 1, axis=0)),
    ("squeezed", "extra-axis", lambda x, w: x[:, :1], lambda x, w: x[:, 0]),
    ("extra axis", "extra-axis", lambda x, w: x.sum(1), lambda x, w: x.sum(1)[:, None]),
    ("flattened", "reshaped", lambda x, w: x @ w, lambda x, w: (x @ w).ravel()),
    ("sign", "sign", lambda x, w: x @ w, lambda x, w: -(x @ w)),
    ("factor 2", "factor", lambda x, w: x @ w, lambda x, w: 2 * (x @ w)),
    ("factor 1/2", "factor", lambda x, w: x @ w, lambda x, w: 0.5 * (x @ w)),
    ("sum for mean", "factor", lambda x, w: x.mean(0), lambda x, w: x.sum(0)),
    ("mean for sum", "factor", lambda x, w: x.sum(0), lambda x, w: x.mean(0)),
    ("n - 1 for n", "factor", lambda x, w: x.var(0), lambda x, w: x.var(0, ddof=1)),
    ("log to base 2", "log-base", lambda x, w: np.log(abs(x)), lambda x, w: np.log2(abs(x))),
    ("log to base 10", "log-base", lambda x, w: np.log(abs(x)), lambda x, w: np.log10(abs(x))),
    ("degrees", "degrees", lambda x, w: np.arctan(x), lambda x, w: np.degrees(np.arctan(x))),
    ("off by one", "offset", lambda x, w: x @ w, lambda x, w: x @ w + 1),
    ("constant left out", "offset", lambda x, w: x @ w + 0.3721, lambda x, w: x @ w),
    ("variance for deviation", "deviation", lambda x, w: x.std(0), lambda x, w: x.var(0)),
    ("deviation for variance", "deviation", lambda x, w: x.var(0), lambda x, w: x.std(0)),
    ("cut to whole numbers", "truncated", lambda x, w: 9 * x, lambda x, w: np.trunc(9 * x)),
    (
        "overflow",
        "overflow",
        lambda x, w: softmax(x, 1),
        lambda x, w: np.where(x > 0.5, np.nan, softmax(x, 1)),
    ),
    ("input unchanged", "unchanged-input", lambda x, w: relu(x), lambda x, w: x),
    ("softmax over the wrong axis", "wrong-axis", lambda x, w: softmax(x, 1), lambda x, w: softmax(x, 0)),
    ("mean over the wrong axis", "wrong-axis", lambda x, w: x.mean(1), lambda x, w: x.mean(0)),
    ("a ReLU too many", "extra-activation", lambda x, w: x @ w, lambda x, w: relu(x @ w)),
    ("a sigmoid too many", "extra-activation", lambda x, w: x @ w, lambda x, w: 1 / (1 + np.exp(-x @ w))),
    ("no ReLU", "missing-activation", lambda x, w: relu(x @ w), lambda x, w: x @ w),
    ("no softmax", "missing-activation", lambda x, w: softmax(x @ w, 1), lambda x, w: x @ w),
    ("another matrix altogether", None, lambda x, w: x @ w, lambda x, w: np.cos(x @ w) ** 3),
    ("one element", None, lambda x, w: x @ w, lambda x, w: x @ w + np.eye(*(x @ w).shape)),
    ("zeros", None, lambda x, w: x @ w, lambda x, w: 0 * (x @ w)),
    ("two mistakes at once", None, lambda x, w: x @ w, lambda x, w: 3 * (x @ w).T + 0.21),
]


def cases(right: Right, wrong: Right, seeds: range = range(3)) -> list[Case]:
    made = []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        x, w = rng.normal(size=(7, 5)), rng.normal(size=(5, 3))
        made.append(
            Case(expected=array(right(x, w)), observed=array(wrong(x, w)), inputs={X: array(x), W: array(w)})
        )
    return made


@pytest.mark.parametrize(("name", "cause", "right", "wrong"), MISTAKES, ids=[one[0] for one in MISTAKES])
def test_a_mistake_is_named(name: str, cause: str | None, right: Right, wrong: Right) -> None:
    found = diagnose(cases(right, wrong), agrees)
    assert (found and found.id) == cause


def test_every_cause_is_among_the_mistakes() -> None:
    assert {cause.id for cause in CAUSES} == {cause for _, cause, _, _ in MISTAKES if cause}


def test_a_cause_of_one_trial_only_is_not_spoken() -> None:
    first = cases(lambda x, w: x @ w, lambda x, w: -(x @ w), range(1))
    second = cases(lambda x, w: x @ w, lambda x, w: x @ w + x[0, 0], range(1, 2))
    assert diagnose(first + second, agrees) is None


def test_trials_must_agree_on_the_form_of_the_mistake() -> None:
    rows = cases(lambda x, w: x @ w, lambda x, w: (x @ w)[::-1], range(1))
    columns = cases(lambda x, w: x @ w, lambda x, w: (x @ w)[:, ::-1], range(1, 2))
    assert diagnose(rows + columns, agrees) is None


def test_a_lone_number_that_fits_two_causes_gets_no_name() -> None:
    # 4 for 2: twice as much, the square, or two too many.
    assert diagnose([Case(expected=array(2.0), observed=array(4.0), inputs={})], agrees) is None


def test_every_cause_speaks_both_languages() -> None:
    for _, cause, right, wrong in MISTAKES:
        found = diagnose(cases(right, wrong), agrees)
        if cause:
            assert found is not None
            assert found.feedback.en
            assert found.feedback.fa
