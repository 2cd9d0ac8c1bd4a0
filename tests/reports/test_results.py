"""What PrairieLearn and Autolab take of a submission."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

from grader.core.redaction import for_student
from grader.core.report import Detail, Report, SubmissionReport
from grader.reports import autolab, prairielearn


def seen(report: Report, index: int) -> SubmissionReport:
    """As its student may see it."""
    return for_student(report).submissions[index]


def test_prairielearn_records_the_whole_and_shows_what_is_visible(class_report: Report) -> None:
    late = class_report.submissions[1]
    results = json.loads(prairielearn.render(seen(class_report, 1), late.grade, late.max_score))
    assert results["gradable"] is True
    assert late.grade == Fraction("11.4")
    assert results["score"] == 0.57
    assert "Hidden checks: 1" in results["message"]
    assert [test["description"] for test in results["tests"]] == [
        "mlp-forward/hidden-activations",
        "mlp-forward/output",
        "mlp-forward/mse",
        "xnor-rnn/truth-table",
        "xnor-rnn/weights",
        "xnor-rnn/essay",
    ]
    assert [(test["points"], test["max_points"]) for test in results["tests"][:3]] == [
        (0.6667, 2),
        (0, 4),
        (2, 2),
    ]
    assert "no activation" in results["tests"][1]["message"]
    assert "Fresh" not in json.dumps(results)


def test_what_has_no_grade_yet_is_not_gradable_and_no_zero_of_autolab(class_report: Report) -> None:
    open_one = class_report.submissions[4]
    results = json.loads(prairielearn.render(seen(class_report, 4), open_one.grade, open_one.max_score))
    assert results["gradable"] is False
    assert "no score yet" in results["message"]
    assert "points" not in results["tests"][-1]
    assert json.loads(autolab.render(open_one)) == {"scores": {"mlp-forward": 2.6667}}


def test_prairielearn_knows_no_more_than_everything(class_report: Report) -> None:
    results = json.loads(prairielearn.render(seen(class_report, 0), Fraction(22), Fraction(20)))
    assert results["score"] == 1.0


def test_prairielearn_gives_no_marks_where_there_are_none_to_earn(class_report: Report) -> None:
    results = json.loads(prairielearn.render(seen(class_report, 0), Fraction(0), Fraction(0)))
    assert (results["gradable"], results["score"]) == (False, 0.0)


def test_prairielearn_takes_a_megabyte(class_report: Report) -> None:
    one = class_report.submissions[1]
    loud = replace(one.problems[0].checks[1], detail=Detail(stdout="é" * 20_000))
    checks = tuple(replace(loud, id=f"c{n}") for n in range(60))
    many = replace(one, problems=(replace(one.problems[0], checks=checks),))
    text = prairielearn.render(many, Fraction(1), Fraction(2))
    assert len(text.encode()) <= prairielearn.MAX_BYTES
    assert {test["output"] for test in json.loads(text)["tests"]} == {"…"}


def test_autolab_reads_one_line(class_report: Report) -> None:
    text = autolab.render(class_report.submissions[0])
    assert text == '{"scores": {"mlp-forward": 10.0, "xnor-rnn": 10.0}}\n'
