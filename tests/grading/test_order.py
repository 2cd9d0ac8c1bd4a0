"""In which order checks run, what holds one back, and how points add up."""

from __future__ import annotations

from fractions import Fraction

import pytest

from grader.core.report import ProblemReport
from grader.core.verdict import Verdict
from tests.grading.desk import Desk, verdicts

V = Verdict
REMEMBERS = """
seen = []

def note(x):
    seen.append(x)
    return x

def noted():
    return list(seen)
"""


def test_every_visible_call_comes_before_the_first_hidden_one(desk: Desk) -> None:
    body = """
checks:
  - {id: early, call: note(1), equals: 1, visibility: hidden}
  - {id: before, call: noted(), equals: []}
  - {id: dated, call: note(2), equals: 2, visibility: after_due_date}
  - {id: still, call: noted(), equals: []}
  - {id: after, call: noted(), equals: [2, 1], visibility: hidden, needs: [early, dated]}
"""
    report = desk.report(desk.problem(body), REMEMBERS)
    assert [(check.id, check.verdict) for check in report.checks] == [
        ("early", V.PASSED),
        ("before", V.PASSED),
        ("dated", V.PASSED),
        ("still", V.PASSED),
        ("after", V.PASSED),
    ]


def test_what_opens_earlier_runs_before_what_opens_later(desk: Desk) -> None:
    body = """
checks:
  - {id: hidden, call: note(1), equals: 1, visibility: hidden}
  - {id: published, call: noted(), equals: [2], visibility: after_published}
  - {id: dated, call: note(2), equals: 2, visibility: after_due_date}
  - {id: last, call: noted(), equals: [2, 1], visibility: hidden}
"""
    found = verdicts(desk.grade(desk.problem(body), REMEMBERS))
    assert found == {"hidden": "passed", "published": "passed", "dated": "passed", "last": "passed"}


def test_a_check_runs_after_what_it_needs_wherever_that_stands(desk: Desk) -> None:
    body = """
checks:
  - {id: last, call: noted(), equals: [1], needs: [first]}
  - {id: first, call: note(1), equals: 1}
"""
    assert verdicts(desk.grade(desk.problem(body), REMEMBERS)) == {"last": "passed", "first": "passed"}


NEEDS = """
checks:
  - {id: a, call: f(1), equals: 1}
  - {id: half, call: "pair()", equals: [1, 2], credit: per_element}
  - {id: b, call: f(2), equals: 2, needs: [a]}
  - {id: c, call: f(3), equals: 3, needs: [b]}
  - {id: d, call: f(4), equals: 4, needs: [half]}
  - {id: e, call: f(5), equals: 5, needs: [absent]}
  - {id: absent, call: gone(), equals: 1}
  - {id: free, call: f(6), equals: 6}
"""


def test_what_needs_an_unmet_check_is_blocked_and_not_run(desk: Desk) -> None:
    work = "ran = []\ndef f(x):\n    ran.append(x)\n    return 0 if x == 1 else len(ran) if x == 6 else x\n"
    work += "def pair():\n    return [1, 3]\n"
    results = desk.grade(desk.problem(NEEDS), work)
    assert verdicts(results) == {
        "a": "failed",
        "half": "partial",
        "b": "blocked",
        "c": "blocked",
        "d": "blocked",
        "e": "blocked",
        "absent": "missing",
        "free": "failed",
    }
    assert results["free"].detail.observed == 2  # f ran for `a` and `free` alone
    assert results["b"].feedback.en == "it needs a, which was not passed"
    assert results["c"].feedback.en == "it needs b, which was not passed"
    assert (results["b"].score, results["b"].wall_time_s) == (Fraction(0), None)


# --- points ---------------------------------------------------------------------------------------------

POINTS = """
checks:
  - {id: a, call: f(1), equals: 1, points: 4}
  - {id: b, call: "pair(2)", equals: [2, 2, 2], points: 2, credit: per_element}
  - {id: c, call: f(3), equals: 3, points: 1, visibility: hidden}
  - {id: extra, call: f(4), equals: 4, points: 2.5, extra_credit: true}
"""


def graded(desk: Desk, wrong: set[int], *, whole: bool = False) -> ProblemReport:
    work = f"wrong = {wrong or '()'}\ndef f(x):\n    return -1 if x in wrong else x\n"
    work += "def pair(x):\n    return [x, x, f(x)]\n"
    return desk.report(desk.problem(POINTS + ("all_or_nothing: true\n" if whole else "")), work)


@pytest.mark.parametrize(
    ("wrong", "score", "whole"),
    [
        (set(), "9.5", "7"),
        ({4}, "7", "7"),
        ({1}, "5.5", "0"),
        ({2}, "53/6", "0"),  # 4 + 2·2/3 + 1 + 2.5
        ({3}, "8.5", "0"),  # a hidden one counts too
        ({1, 2, 3, 4}, "4/3", "0"),
    ],
)
def test_a_score_is_a_sum_or_all_or_nothing(desk: Desk, wrong: set[int], score: str, whole: str) -> None:
    report = graded(desk, wrong)
    assert report.score == Fraction(score)
    assert report.max_score == 7
    all_of_it = graded(desk, wrong, whole=True)
    assert all_of_it.score == Fraction(whole)
    assert all_of_it.max_score == 7


def test_over_trials_the_worst_counts(desk: Desk) -> None:
    body = """
values: {x: {random: normal, shape: [4]}}
checks:
  - {id: a, call: f(x), matches_reference: {trials: 5}, credit: per_element, points: 4}
"""
    problem = desk.problem(body, {"reference.py": "def f(x):\n    return x\n"})
    work = "calls = 0\ndef f(x):\n    global calls\n    calls += 1\n    x[: {0: 0, 1: 1, 2: 3}.get(calls, 0)] = 99\n"
    result = desk.grade(problem, work + "    return x\n")["a"]
    assert result.verdict == "partial"
    assert result.score == 1  # one of four elements on the second trial
    ends = "import os\ncalls = []\ndef f(x):\n    calls.append(x)\n"
    ends += "    return os._exit(0) if len(calls) == 3 else x\n"
    ended = desk.grade(problem, ends)["a"]
    # Its time tells a worker that was replaced from one that was waited for.
    assert ended.verdict == "crashed", ended


def test_hints_are_for_what_was_not_passed(desk: Desk) -> None:
    body = "checks:\n  - {id: a, call: f(1), equals: 1, hint: Look.}\n  - {id: b, call: f(2), equals: 2, hint: Look.}\n"
    results = desk.grade(desk.problem(body), "def f(x):\n    return 1\n")
    assert results["a"].detail.hint.en == ""
    assert results["b"].detail.hint.en == "Look."


def test_limits_of_a_check_are_its_own(desk: Desk) -> None:
    body = """
limits: {wall_time_s: 5}
checks:
  - {id: short, call: wait(0.7), equals: 1, limits: {wall_time_s: 0.3}}
  - {id: long, call: wait(0.7), equals: 1}
"""
    work = "import time\ndef wait(s):\n    time.sleep(s)\n    return 1\n"
    assert verdicts(desk.grade(desk.problem(body), work)) == {"short": "timeout", "long": "passed"}


def test_a_problem_has_a_time_of_its_own(desk: Desk) -> None:
    checks = "".join(f"  - {{id: c{index}, call: wait(0.5), equals: 1}}\n" for index in range(5))
    body = f"limits: {{wall_time_s: 2, total_s: 1}}\nchecks:\n{checks}"
    work = "import time\ndef wait(s):\n    time.sleep(s)\n    return 1\n"
    found = list(verdicts(desk.grade(desk.problem(body), work)).values())
    assert found[0] == "passed"
    assert found[-1] == "timeout"
    assert found == sorted(found)


def test_the_same_work_is_graded_the_same_twice(desk: Desk) -> None:
    body = (
        "values: {x: {random: normal, shape: [3]}}\nchecks:\n  - {id: a, call: f(x), matches_reference: {}}\n"
    )
    problem = desk.problem(body, {"reference.py": "def f(x):\n    return x\n"})
    work = "def f(x):\n    return x + 1\n"
    one, again, other = (
        desk.grade(problem, work, secret=secret)["a"] for secret in (b"first", b"first", b"second")
    )
    assert one.detail == again.detail != other.detail
    assert one.verdict is again.verdict is other.verdict
