import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pytest

from grader.core.report import Report
from grader.reports.csv import render


def rows(report: Report) -> list[list[str]]:
    return list(csv.reader(io.StringIO(render(report))))


def test_golden(class_report: Report, golden: Callable[[str, str], None]) -> None:
    golden("grades.csv", render(class_report))


def test_what_nobody_knows_is_blank(class_report: Report) -> None:
    crashed = next(row for row in rows(class_report) if row[0] == "s03")
    assert crashed[:6] == ["s03", "1", "needs_review", "2", "", "20"]


@pytest.mark.parametrize("student", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", " =1", "＝1"])
def test_an_id_is_never_a_formula(class_report: Report, student: str) -> None:
    report = replace(class_report, submissions=(replace(class_report.submissions[0], student=student),))
    assert rows(report)[1][0] == f"'{student}"


def test_an_id_with_commas_and_lines_stays_one_cell(class_report: Report) -> None:
    report = replace(class_report, submissions=(replace(class_report.submissions[0], student='a,"b"\nc'),))
    assert rows(report)[1][0] == 'a,"b"\nc'
    assert len(rows(report)) == 2
