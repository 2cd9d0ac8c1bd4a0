"""The diagnosis names what was done to right results, and hardly ever anything else."""

from __future__ import annotations

import pytest

from tests.diagnosis.quality import PROBLEMS, measure, summary


@pytest.mark.slow
@pytest.mark.parametrize("problem", ["mlp-forward", "weight-initialization"])
def test_causes_are_named_and_not_others(problem: str) -> None:
    right, wrong, total = summary(measure(PROBLEMS / problem))
    assert total > 50
    assert right / total >= 0.7
    assert wrong / total <= 0.01
