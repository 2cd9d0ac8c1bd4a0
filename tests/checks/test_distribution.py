"""What a sample of the wrong size is told: its variance, where its mean strays no more than that explains."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checks.verifiers.distribution import distribution
from grader.core.data import Array


@pytest.mark.parametrize(
    ("mean", "scale", "said"),
    [
        (0.0, 20.0, "the sample's variance is"),
        (0.5, 1.0, "the sample's mean is 0.5"),
        (50.0, 20.0, "the sample's mean is 50"),
    ],
)
def test_the_mean_is_blamed_only_where_the_spread_does_not_explain_it(
    mean: float, scale: float, said: str
) -> None:
    numbers = np.random.default_rng(7).normal(size=10_000)
    numbers = mean + scale * (numbers - numbers.mean() + 0.02)  # 2 of its own standard errors off
    judged = distribution(Array(numbers, "float64"), family="normal", mean=0, variance=1)
    assert not judged.passed
    assert judged.feedback.en.startswith(said)
