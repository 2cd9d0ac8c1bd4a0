from dataclasses import replace
from fractions import Fraction

import pytest

from grader.core.report import Report, SubmissionReport
from grader.reports.discrimination import FEWEST, discriminations


def submission(report: Report, *scores: int) -> SubmissionReport:
    """One whose first problem has these scores, each of two points."""
    first = report.submissions[0]
    checks = tuple(
        replace(first.problems[0].checks[0], id=f"c{k}", score=Fraction(score), max_score=Fraction(2))
        for k, score in enumerate(scores)
    )
    return replace(first, score=Fraction(sum(scores)), problems=(replace(first.problems[0], checks=checks),))


def test_it_is_the_correlation_with_the_rest(class_report: Report) -> None:
    kinds = [(2, 2, 0), (2, 2, 0), (0, 0, 2), (2, 0, 2), (0, 0, 2)]
    found = discriminations([submission(class_report, *kind) for kind in kinds * 2])
    problem = class_report.submissions[0].problems[0].id
    # By hand. c0: the rest is 2 throughout, no spread. c1: shares 1 1 0 0 0 against 2 2 2 4 2, -0.8 / √(1.2 · 3.2).
    # c2: shares 0 0 1 1 1 against 4 4 0 2 0, -4 / √(1.2 · 16).
    assert (problem, "c0") not in found
    assert found[problem, "c1"] == pytest.approx(-0.408248, abs=1e-6)
    assert found[problem, "c2"] == pytest.approx(-0.912871, abs=1e-6)


def test_too_few_say_nothing(class_report: Report) -> None:
    assert discriminations([submission(class_report, k % 2, k % 3) for k in range(FEWEST - 1)]) == {}
