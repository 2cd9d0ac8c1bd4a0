"""A class graded: the same bytes and seed give the same report, and lateness, points and attempts are settled."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import grader
from grader.core.problem import Assignment
from grader.core.report import Report
from grader.core.submission import Submission
from grader.errors import UsageError
from grader.reports import json as report_json
from grader.schedule.options import Options
from grader.schedule.run import grade_class
from tests.problem_folder import make

DUE = datetime(2025, 11, 5, 20, 29, tzinfo=UTC)
SUMS = """
limits: {wall_time_s: 1, cpu_time_s: 1}
values: {x: {random: normal, shape: [5]}}
checks:
  - {id: seen, call: "total([1.0, 2.0])", equals: 3.0, points: 2}
  - {id: fresh, call: total(x), matches_reference: {}, visibility: hidden, points: 2}
  - {id: extra, call: total(x), matches_reference: {}, points: 1, extra_credit: true}
"""
NAMES = """
checks:
  - {id: name, call: name(), equals: text, points: 3}
  - {id: person, review: essay.txt, rubric: [{id: r, points: 1}]}
"""
COURSE = """\
format_version: 1
id: week-1
title: {en: Week 1, fa: هفتهٔ ۱}
problems: [{id: sums, points: 10}, names]
due: 2025-11-05T23:59:00+03:30
late: {grace_minutes: 15, percent_per_day: 10, max_days: 3}
attempts: {max: 2, keep: best}
"""
RIGHT = "def total(x):\n    return sum(x)\n"
WRONG = "def total(x):\n    print(x)\n    return sum(x) + 1\n"
NAME = "def name():\n    return 'text'\n"


def write(course: Path, *, review: bool = False) -> Assignment:
    make(course / "sums", SUMS, {"reference.py": RIGHT})
    head = "format_version: 1\nid: names\ntitle: Names\nframework: numpy\n"
    head += "submit: {{module: name.py, files: [essay.txt]}}\n"
    body = NAMES if review else NAMES.rpartition("  - {id: person")[0]
    make(course / "names", body, head=head)
    (course / "week-1.yaml").write_text(COURSE, encoding="utf-8")
    return grader.load(course / "week-1.yaml")


def hand_in(
    student: str, files: Mapping[str, str], *, attempt: int = 1, late: timedelta | None = None
) -> Submission:
    return Submission(
        student=student,
        attempt=attempt,
        files={path: text.encode() for path, text in files.items()},
        submitted_at=None if late is None else DUE + late,
    )


CLASS = (
    hand_in("s03", {"work.py": RIGHT, "name.py": NAME}, late=timedelta(hours=-1)),
    hand_in("s01", {"work.py": WRONG, "name.py": NAME}, late=timedelta(minutes=15)),
    hand_in(
        "s02", {"sums/work.py": RIGHT, "names/name.py": "raise OSError('odd')\n"}, late=timedelta(hours=25)
    ),
    hand_in("s04", {"work.py": "while True: pass\n"}, late=timedelta(days=9)),
    hand_in("s05", {}),
)


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return write(tmp_path_factory.mktemp("course"))


def graded(assignment: Assignment, seed: int, workers: int = 2) -> Report:
    return grader.grade(assignment, CLASS, seed=seed, workers=workers)


@pytest.fixture(scope="module")
def report(assignment: Assignment) -> Report:
    return graded(assignment, 7)


def without_times(report: Report) -> str:
    data: dict[str, Any] = json.loads(report_json.render(report))
    del data["run"]["id"], data["run"]["started_at"]
    for submission in data["submissions"]:
        for problem in submission["problems"]:
            for check in problem["checks"]:
                del check["wall_time_s"]
    return json.dumps(data)


def test_the_same_seed_gives_the_same_bytes_but_for_run_and_times(
    assignment: Assignment, report: Report
) -> None:
    again = graded(assignment, 7, workers=1)
    assert without_times(again) == without_times(report)
    assert again.run.id != report.run.id


def test_another_seed_gives_the_same_verdicts_on_other_numbers(
    assignment: Assignment, report: Report
) -> None:
    other = graded(assignment, 8)
    assert verdicts(other) == verdicts(report)
    assert without_times(other) != without_times(report)


def verdicts(report: Report) -> dict[str, list[str]]:
    return {
        one.student: [str(check.verdict) for problem in one.problems for check in problem.checks]
        for one in report.submissions
    }


def test_verdicts_by_student_in_order(report: Report) -> None:
    assert verdicts(report) == {
        "s01": ["failed", "failed", "failed", "passed"],
        "s02": ["passed", "passed", "passed", "error"],
        "s03": ["passed", "passed", "passed", "passed"],
        "s04": ["timeout", "timeout", "timeout", "missing"],
        "s05": ["missing", "missing", "missing", "missing"],
    }
    assert [one.student for one in report.submissions] == ["s01", "s02", "s03", "s04", "s05"]


def test_points_of_an_assignment_rescale_scores_as_reported(report: Report) -> None:
    right = next(one for one in report.submissions if one.student == "s03")
    sums, names = right.problems
    assert [(check.score, check.max_score) for check in sums.checks] == [
        (Fraction(5), Fraction(5)),
        (Fraction(5), Fraction(5)),
        (Fraction(5, 2), Fraction(5, 2)),
    ]
    assert (sums.score, sums.max_score) == (Fraction(25, 2), Fraction(10))
    assert (names.score, names.max_score) == (Fraction(3), Fraction(3))
    assert (right.score, right.max_score, report.max_score) == (Fraction(31, 2), Fraction(13), Fraction(13))


def test_a_grade_is_the_score_after_the_late_policy(report: Report) -> None:
    found = {one.student: (one.days_late, one.score, one.grade) for one in report.submissions}
    assert found == {
        "s01": (0, Fraction(3), Fraction(3)),  # within the grace
        "s02": (2, Fraction(25, 2), Fraction(10)),  # 25 hours less 15 minutes are two days begun
        "s03": (0, Fraction(31, 2), Fraction(31, 2)),
        "s04": (9, Fraction(0), Fraction(0)),  # beyond max_days
        "s05": (0, Fraction(0), Fraction(0)),
    }
    [unknown] = [one for one in report.submissions if one.student == "s05"]
    assert any("not known" in note for note in unknown.notes)


def test_what_a_person_marks_leaves_the_grade_open(tmp_path: Path) -> None:
    files = {"work.py": RIGHT, "name.py": NAME, "essay.txt": "I think so."}
    [one] = grader.grade(write(tmp_path, review=True), [hand_in("s", files)], seed=1).submissions
    person = one.problems[1].checks[1]
    assert (person.verdict, person.score, person.detail.observed) == ("needs_review", None, "I think so.")
    assert (one.status, one.score, one.grade) == ("needs_review", Fraction(31, 2), None)
    assert one.problems[1].score == 3


def test_every_attempt_is_graded(assignment: Assignment) -> None:
    attempts = [hand_in("s", {"work.py": RIGHT}, attempt=number) for number in (3, 1, 2)]
    report = grader.grade(assignment, attempts, seed=1)
    assert [(one.attempt, one.score) for one in report.submissions] == [
        (number, Fraction(25, 2)) for number in (1, 2, 3)
    ]


def test_results_come_as_they_are_ready_in_the_order_handed_over(assignment: Assignment) -> None:
    seen: list[str] = []
    grade_class(assignment, CLASS[:3], Options(seed=1), lambda one: seen.append(one.student))
    assert seen == ["s03", "s01", "s02"]


def test_without_a_seed_a_secret_is_drawn(assignment: Assignment) -> None:
    one, other = (grader.grade(assignment, CLASS[1:2]) for _ in range(2))
    assert verdicts(one) == verdicts(other)
    assert without_times(one) != without_times(other)
    assert one.run.seed is None


def test_an_assignments_own_seed_is_used_unless_another_is_given(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / "week-1.yaml"
    path.write_text(COURSE + "seed: 7\n", encoding="utf-8")
    seeded = grader.load(path)
    assert grader.grade(seeded, CLASS[1:2]).run.seed == 7
    assert grader.grade(seeded, CLASS[1:2], seed=9).run.seed == 9


def test_what_this_machine_cannot_grade_is_ungraded(tmp_path: Path) -> None:
    body = "requires: [no-such-package-anywhere]\n" + SUMS
    problem = make(tmp_path / "sums", body, {"reference.py": RIGHT})
    [one] = grader.grade(grader.load(problem), CLASS[:1]).submissions
    assert {check.verdict for check in one.problems[0].checks} == {grader.Verdict.UNGRADED}
    assert (one.status, one.score, one.grade) == ("ungraded", None, None)
    assert "no-such-package-anywhere" in one.problems[0].checks[0].feedback.en


def test_a_device_that_is_not_there_is_told(assignment: Assignment) -> None:
    with pytest.raises(UsageError, match="cuda:77"):
        grader.grade(assignment, CLASS, device="cuda:77")
