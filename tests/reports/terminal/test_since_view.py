"""What a save changed, as the terminal shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from grader.core.problem import Tally, Withheld
from grader.core.report import ProblemReport, Report
from grader.core.text import Language
from grader.core.verdict import Verdict
from grader.reports.terminal import Signs, since_view, student_view
from grader.reports.terminal.signs import ASCII, UNICODE
from tests.reports.conftest import MLP, mlp, result
from tests.reports.terminal.test_views import drawn

Golden = Callable[[str, str], None]
V = Verdict


def problem(*verdicts: Verdict | None) -> ProblemReport:
    checks = [
        result(one, verdict or V.PASSED, share=Fraction(1, 3) if verdict is V.PARTIAL else None)
        for one, verdict in zip(MLP, verdicts, strict=True)
    ]
    return mlp(
        *(
            check if verdict else replace(check, verdict=None, score=None)
            for check, verdict in zip(checks, verdicts, strict=True)
        )
    )


BEFORE = problem(V.FAILED, V.PASSED, V.MISSING, None)
AFTER = problem(V.PARTIAL, V.ERROR, V.PASSED, None)


@pytest.mark.parametrize(
    ("name", "width", "signs", "language"),
    [("80", 80, UNICODE, "en"), ("60-ascii", 60, ASCII, "en"), ("80-fa", 80, UNICODE, "fa")],
)
def test_golden(golden: Golden, name: str, width: int, signs: Signs, language: Language) -> None:
    golden(f"since-{name}.txt", drawn(since_view(BEFORE, AFTER, signs, language), width))


def test_nothing_changed() -> None:
    said = drawn(since_view(AFTER, AFTER, UNICODE))
    assert said.strip() == "mlp-forward 2.67 of 10 points · no verdict changed"


def test_a_handout_tells_what_is_graded_besides(student_report: Report) -> None:
    withheld = Withheld(hidden=Tally(3, Fraction(5, 2)), telling=Tally(1, Fraction(1)))
    submission = student_report.submissions[0]
    first = replace(submission.problems[0], withheld=withheld)
    report = replace(student_report, submissions=(replace(submission, problems=(first,)),))
    said = drawn(student_view(report, UNICODE))
    assert "\n · 4 hidden checks, 4.5 points\n · 1 check for the course to judge, 1 point\n" in said
