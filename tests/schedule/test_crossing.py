"""What grading hosts answer: nothing of a result is lost on the way, and what is no answer is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeAlias

import pytest

import grader
from grader.core.problem import Problem
from grader.core.report import ProblemReport
from grader.errors import WireError
from grader.schedule.crossing import Failure, Graded, read
from grader.schedule.local import Pool
from grader.schedule.options import Options
from grader.schedule.shared import Taken
from tests.problem_folder import make
from tests.schedule.test_local import CLASS, hand_in, write

ODD = """
checks:
  - {id: limits, call: "limits()", equals: [1.0, 2.0, 3.0], points: 3, credit: per_element,
     hint: {en: Finite., fa: متناهی.}}
  - {id: print, call: "speak()", equals: text}
"""
ODD_WORK = """
def limits():
    return [1.0, float("nan"), -float("inf")]


def speak():
    print("\\udc80 \\x00 سلام")
    raise OSError("\\ud800")
"""

Ended: TypeAlias = tuple[list[Problem], tuple[ProblemReport, ...]]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> list[Ended]:
    """Problems and how they ended, for submissions of every kind."""
    folder = tmp_path_factory.mktemp("course")
    make(folder / "odd" / "odd", ODD)
    essay = hand_in("s06", {"essay.txt": "I think so.", "name.py": "def name():\n    return None\n"})
    ended: list[Ended] = []
    for assignment, submissions in (
        (write(folder / "week", review=True), (*CLASS, essay)),
        (grader.load(folder / "odd"), (hand_in("s", {"work.py": ODD_WORK}),)),
    ):
        problems = [one.problem for one in assignment.problems]
        taken = [Taken(submission=one, known={}) for one in submissions]
        with Pool(assignment, Options(seed=7), b"s" * 32, None) as pool:
            ended += [(problems, one.problems) for one in pool.judged(taken)]
    return ended


def test_nothing_of_a_result_is_lost(judged: list[Ended]) -> None:
    verdicts = set()
    for problems, reports in judged:
        answer = read(Graded.of(reports).model_dump_json())
        assert isinstance(answer, Graded)
        assert answer.reports(problems) == reports
        verdicts |= {str(check.verdict) for report in reports for check in report.checks}
    assert verdicts >= {"passed", "partial", "failed", "missing", "error", "timeout", "needs_review"}


def test_what_is_no_answer_is_refused(judged: list[Ended]) -> None:
    problems, reports = judged[0]
    text = Graded.of(reports).model_dump_json()
    for broken in ("", "{}", "[]", text[:-1], text.replace('"passed"', '"perfect"', 1), text + text):
        with pytest.raises(WireError):
            read(broken)
    for other in (problems[:1], problems[::-1]):
        answer = read(text)
        assert isinstance(answer, Graded)
        with pytest.raises(WireError):
            answer.reports(other)
    for wrong in ({"score": "two"}, {"score": "2/0"}, {"evidence": "[{"}, {"evidence": '"feedback"'}):
        answer = read(_altered(reports, wrong))
        assert isinstance(answer, Graded)
        with pytest.raises(WireError, match="what is no result"):
            answer.reports(problems)


@pytest.mark.parametrize(
    ("verdict", "score"),
    [
        ("passed", None),
        ("passed", "3/2"),
        ("partial", None),
        ("partial", "-1"),
        ("partial", "3"),
        ("failed", "2"),
        ("ungraded", "0"),
        ("ungraded", "2"),
        ("needs_review", "0"),
    ],
)
def test_a_score_that_its_verdict_does_not_earn_is_refused(
    judged: list[Ended], verdict: str, score: str | None
) -> None:
    problems, reports = judged[0]
    wrong = read(_altered(reports, {"verdict": verdict, "score": score}))
    assert isinstance(wrong, Graded)
    with pytest.raises(WireError, match=f"{verdict} for {score} of 2 points"):
        wrong.reports(problems)


def _altered(reports: tuple[ProblemReport, ...], wrong: Mapping[str, str | None]) -> str:
    """The answer with another result of the one check that earned two points."""
    answer = json.loads(Graded.of(reports).model_dump_json())
    [check, *_] = [check for one in answer["problems"] for check in one["checks"] if check["score"] == "2"]
    check.update(wrong)
    return json.dumps(answer)


def test_a_failure_says_what_and_what_to_do() -> None:
    failure = Failure(what="no zygote", hint="`grader doctor` says more")
    assert read(failure.model_dump_json()) == failure
