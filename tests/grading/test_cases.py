"""A check with cases: each trial has its own value and its own right answer."""

from __future__ import annotations

import pytest

from grader.core.verdict import Verdict
from tests.grading.desk import Desk

BODY = """
values: {x: {cases: [1, [2, 3], 5]}}
checks:
  - {id: a, call: f(x), equals: {cases: [2, [4.0, 6.0], 10]}}
"""


@pytest.mark.parametrize(
    ("work", "verdict"),
    [
        ("def f(x): return 2 * x", Verdict.PASSED),
        ("def f(x): return 11 if isinstance(x, int) and x == 5 else 2 * x", Verdict.FAILED),
        ("def f(x): return 2", Verdict.FAILED),
    ],
    ids=["right", "last-wrong", "first-only"],
)
def test_every_case_counts(desk: Desk, work: str, verdict: Verdict) -> None:
    [check] = desk.report(desk.problem(BODY), work).checks
    assert check.verdict is verdict
