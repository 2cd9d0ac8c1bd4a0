"""Sheets that an LMS takes back: only grades are written, none that is not known, and none into the wrong row."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from fractions import Fraction

import pytest

from grader.core.report import Final, ProblemReport, Report
from grader.core.verdict import Verdict
from grader.errors import UsageError
from grader.reports import gradescope
from grader.reports.sheets import CANVAS_COLUMNS, MOODLE_COLUMNS, Grades, canvas, moodle
from tests.gradescope_fields import Results

FINALS = [
    Final(student="s01", grade=Fraction(17, 2), lms_id="4001", name="Sara Ahmadi", email="sara@uni.ir"),
    Final(student="s02", grade=None, lms_id="4002", name="Ali Rezaei"),
    Final(student="s03", grade=Fraction(0), name="Mina Same"),
    Final(student="s04", grade=Fraction(10, 3), name="Mina Same"),
    Final(student="s05", grade=Fraction(10), email="five@uni.ir"),
    Final(student="=cmd|' /C calc'!A0", grade=Fraction(1), name="@SUM(A1)"),
]
GRADES = Grades(FINALS, Fraction(10))
WORKSHEET = (
    "\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\r\n"
    'Participant 4001,Sara Ahmadi,x@y.z,"Submitted, late",3.00,10.00,Yes,"Wednesday, 5 November",-,old\r\n'
    "Participant 4002,Ali Rezaei,,Submitted,5.00,10.00,Yes,-,-,keep?\r\n"
    "Participant 9,Mina Same,,Submitted,,10.00,Yes,-,-,\r\n"
    "Participant 10,Some One,FIVE@uni.ir,Submitted,,10.00,No,-,-,\r\n"
    "Participant 11,Nobody Known,,No submission,,10.00,Yes,-,-,\r\n"
)
BOOK = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Homework 2 (70),Homework 3 (71),Total\r\n"
    "    Points Possible,,,,,5,10,(read only)\r\n"
    '"Ahmadi, Sara",4001,u1,sara,A,5,,80\r\n'
    '"Rezaei, Ali",4002,u2,ali,A,5,9,80\r\n'
    '"Same, Mina",77,s03,mina,A,5,EX,80\r\n'
    '"Five, No",78,u5,five@uni.ir,A,,,0\r\n'
    '"Student, Test",79,,,A,,,\r\n'
)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_moodles_own_worksheet_is_filled_in() -> None:
    filled = moodle(GRADES, WORKSHEET)
    found = rows(filled.text)
    assert [row["Grade"] for row in found] == ["8.5", "", "", "", ""]
    assert [row["Feedback comments"] for row in found] == [
        "old",
        "",
        "",
        "",
        "",
    ]  # with a blank grade it would wipe
    untouched = [name for name in MOODLE_COLUMNS if name not in ("Grade", "Feedback comments")]
    before = rows(WORKSHEET.removeprefix("\ufeff"))
    assert [[row[name] for name in untouched] for row in found] == [
        [row[name] for name in untouched] for row in before
    ]
    assert (filled.grades, filled.blank, filled.locked) == (1, ("s02",), ("s05",))
    assert filled.absent == ("s03", "s04", FINALS[5].student)  # two Minas: nobody knows which


def test_a_new_worksheet_has_what_the_importer_needs() -> None:
    found = rows(moodle(GRADES, None).text)
    assert list(found[0]) == list(MOODLE_COLUMNS)
    assert [(row["Identifier"], row["Grade"]) for row in found][:4] == [
        ("Participant 4001", "8.5"),
        ("Participant 4002", ""),
        ("Participant s03", "0"),
        ("Participant s04", "3.3333"),
    ]
    assert found[5]["Full name"] == "'@SUM(A1)"
    assert not any(row["Feedback comments"] for row in found)


def test_canvas_gets_one_column_under_its_own_name() -> None:
    filled = canvas(GRADES, BOOK, ["Homework 3"])
    found = rows(filled.text)
    assert list(found[0]) == [*CANVAS_COLUMNS, "Homework 3 (71)"]
    assert [row["Homework 3 (71)"] for row in found] == ["10", "8.5", "", "EX", "10", ""]
    assert (filled.grades, filled.blank, filled.locked) == (2, ("s02",), ("s03",))


def test_canvas_without_a_sheet() -> None:
    found = rows(canvas(GRADES, None, ["Homework 3"]).text)
    assert [row["Homework 3"] for row in found[:3]] == ["10", "8.5", ""]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in found for cell in row.values())


def test_another_maximum_is_no_accident() -> None:
    with pytest.raises(UsageError, match="maximum is 100, the assignment's 10"):
        moodle(GRADES, WORKSHEET.replace("10.00", "100.00"))
    assert rows(moodle(GRADES, WORKSHEET.replace("10.00", "100.00"), scaled=True).text)[0]["Grade"] == "85"
    with pytest.raises(UsageError, match="maximum is 20"):
        canvas(GRADES, BOOK.replace(",5,10,(", ",5,20,("), ["Homework 3"])


@pytest.mark.parametrize(
    ("sheet", "what"),
    [("", "no rows"), ("a,b\n1,2\n", "no column"), ('Identifier,Grade\n"x', "cannot be read")],
)
def test_what_is_no_sheet(sheet: str, what: str) -> None:
    with pytest.raises(UsageError, match=what):
        moodle(GRADES, sheet)
    with pytest.raises(UsageError):
        canvas(GRADES, sheet, ["Homework 3"])


def test_canvas_columns_that_do_not_fit() -> None:
    with pytest.raises(UsageError) as fault:
        canvas(GRADES, BOOK, ["Homework 9"])
    assert "Homework 2 (70)" in fault.value.hint
    assert "Homework 2 (70)" in canvas(GRADES, BOOK, ["x"], "Homework 2", scaled=True).text


def test_two_rows_of_one_student() -> None:
    with pytest.raises(UsageError, match="two rows"):
        moodle(GRADES, WORKSHEET + "Participant s01,Sara A,,Submitted,,10.00,Yes,-,-,\r\n")


def test_gradescope_results(class_report: Report) -> None:
    for submission in class_report.submissions:
        results = json.loads(gradescope.render(submission))
        Results.model_validate_json(gradescope.render(submission))
        for test in results["tests"]:
            assert not set(test["output"]) & set("\x1b\u202e")
        if submission.grade is None:
            # Gradescope demands a number where a test has none: what is known, and said to be not final.
            assert submission.score is not None
            assert results["score"] == float(round(submission.score, 4))
            assert results["extra_data"]["grade"] is None
            assert "not final" in results["output"]
        else:
            assert results["score"] == float(round(submission.grade, 4))


def test_gradescope_is_told_that_the_score_is_no_grade_where_nothing_was_judged(class_report: Report) -> None:
    said = "the score is no grade"
    for one in class_report.submissions:
        assert said not in json.loads(gradescope.render(one))["output"]
    first = class_report.submissions[0]
    nothing = replace(
        first, status="ungraded", score=None, grade=None, problems=tuple(map(unjudged, first.problems))
    )
    results = json.loads(gradescope.render(nothing))
    Results.model_validate_json(gradescope.render(nothing))
    assert results["output"].startswith("No visible check has been judged yet, so the score is no grade.")
    assert (results["score"], results["extra_data"]["grade"]) == (0.0, None)
    assert not [test for test in results["tests"] if "score" in test or "status" in test]


def unjudged(problem: ProblemReport) -> ProblemReport:
    checks = tuple(replace(check, verdict=Verdict.UNGRADED, score=None) for check in problem.checks)
    return replace(problem, status="ungraded", score=None, checks=checks)


def test_gradescope_adds_up(class_report: Report) -> None:
    results = json.loads(gradescope.render(class_report.submissions[0]))
    assert sum(test["score"] for test in results["tests"]) == results["score"] == 20
