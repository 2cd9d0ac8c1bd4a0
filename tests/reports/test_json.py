import json
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.core.problem import Tally, Withheld
from grader.core.report import CheckResult, Detail, Report
from grader.core.text import Text
from grader.errors import UsageError
from grader.reports.json import parse, pieces, render

Golden = Callable[[str, str], None]


def with_check(report: Report, **changes: object) -> Report:
    """The report with its first check changed."""
    first = report.submissions[0]
    problem = first.problems[0]
    check: CheckResult = replace(problem.checks[0], **changes)  # type: ignore[arg-type]
    problem = replace(problem, checks=(check, *problem.checks[1:]))
    first = replace(first, problems=(problem, *first.problems[1:]))
    return replace(report, submissions=(first, *report.submissions[1:]))


def test_golden(class_report: Report, golden: Golden) -> None:
    golden("report.json", render(class_report))


def test_keys_and_their_order_are_the_contract(class_report: Report) -> None:
    data = json.loads(render(class_report))
    submission = data["submissions"][0]
    problem = submission["problems"][0]
    check = problem["checks"][0]
    contract = (
        (data, "format_version viewer run assignment submissions"),
        (data["run"], "id started_at device engine isolation"),
        (data["run"]["isolation"], "tier layers"),
        (data["assignment"], "id title max_score"),
        (submission, "student attempt digest status score grade max_score problems"),
        (problem, "id status score max_score checks"),
        (
            check,
            "id title verdict score max_score visibility feedback misconception carried wall_time_s detail",
        ),
        (check["detail"], "expected observed worst_index stdout traceback hint"),
    )
    for mapping, keys in contract:
        assert list(mapping)[: len(keys.split())] == keys.split()


def test_what_a_handout_leaves_to_the_course_is_told_and_read_back(student_report: Report) -> None:
    withheld = Withheld(hidden=Tally(3, Fraction(5, 2)))
    submission = student_report.submissions[0]
    first = replace(submission.problems[0], withheld=withheld)
    report = replace(student_report, submissions=(replace(submission, problems=(first,)),))
    told = json.loads(render(report))["submissions"][0]["problems"][0]["withheld"]
    assert told == {"hidden": {"checks": 3, "points": 2.5}}
    assert parse(render(report)).submissions[0].problems[0].withheld == withheld


def test_submissions_are_sorted_and_the_text_is_stable(class_report: Report) -> None:
    shuffled = replace(class_report, submissions=class_report.submissions[::-1])
    assert render(shuffled) == render(class_report)


def test_scores_are_rounded_half_up_to_four_decimals(class_report: Report) -> None:
    data = json.loads(render(class_report))
    assert data["submissions"][1]["problems"][0]["checks"][0]["score"] == 0.6667
    assert data["assignment"]["max_score"] == 20.0


def test_a_hidden_check_says_nothing(student_report: Report) -> None:
    hidden = json.loads(render(student_report))["submissions"][0]["problems"][0]["checks"][3]
    assert not any(hidden.pop("detail").values())
    assert hidden == {
        "id": "fresh-inputs",
        "title": "Fresh networks and inputs",
        "verdict": None,
        "score": None,
        "max_score": 2.0,
        "visibility": "hidden",
        "feedback": "",
        "misconception": None,
        "carried": False,
        "wall_time_s": None,
        "extra_credit": False,
    }


def test_persian(class_report: Report) -> None:
    data = json.loads(render(class_report, "fa"))
    assert data["assignment"]["title"] == "تمرین ۳: شبکه‌ها با دست"


def test_numbers_that_json_has_not(class_report: Report) -> None:
    detail = Detail(observed=[float("nan"), float("inf"), [-float("inf"), 1.5]])
    text = render(with_check(class_report, detail=detail))
    observed = json.loads(text, parse_constant=pytest.fail)["submissions"][0]["problems"][0]["checks"][0][
        "detail"
    ]
    assert observed["observed"] == ["nan", "inf", ["-inf", 1.5]]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # the report is never changed
@given(said=st.text(), observed=st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_any_text_of_a_student_is_strict_json_that_acts_on_no_terminal(
    class_report: Report, said: str, observed: object
) -> None:
    detail = Detail(stdout=said, observed=observed)  # type: ignore[arg-type]
    text = render(with_check(class_report, detail=detail, feedback=Text(said)))
    json.loads(text.encode(), parse_constant=pytest.fail)
    assert not set(text) & set("\x1b\x9b\x7f\u202e\u2028")


def test_round_trip(class_report: Report, student_report: Report) -> None:
    for report in (class_report, student_report):
        assert render(parse(render(report))) == render(report)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format_version": 2}', "null"])
def test_what_is_no_report(text: str) -> None:
    with pytest.raises(UsageError, match="not a report"):
        parse(text)


def test_points_below_zero_are_refused(class_report: Report) -> None:
    text = render(class_report).replace('"score": 20.0', '"score": -1.0')
    with pytest.raises(UsageError, match="score"):
        parse(text)


def test_a_big_class_is_written_one_submission_at_a_time(class_report: Report) -> None:
    many = tuple(replace(class_report.submissions[3], student=f"t{n:04}") for n in range(500))
    tracemalloc.start()
    size = sum(map(len, pieces(replace(class_report, submissions=many))))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < size / 10
