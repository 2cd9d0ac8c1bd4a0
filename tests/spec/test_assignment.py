"""Assignments: a file, a folder of problems, one problem; and what is wrong with them."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

import grader
from grader.core.problem import Attempts, LatePolicy
from grader.core.text import Text
from grader.errors import SpecError, UsageError
from grader.spec import load
from tests.problem_folder import make

BODY = "checks:\n  - {id: a, call: f(), equals: 1}\n"
FULL = """\
format_version: 1
id: homework-4
title: {en: Homework 4, fa: تمرین ۴}
problems: [two, {id: one, points: 2.5}]
due: 2025-11-05T23:59:00+03:30
late: {grace_minutes: 15, percent_per_day: 12.5, max_days: 5}
attempts: {max: 3, keep: last}
seed: 7
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    for name in ("one", "two"):
        make(tmp_path / name, BODY)
    return tmp_path


def written(course: Path, text: str) -> Path:
    path = course / "hw4.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_all_that_a_file_says(course: Path) -> None:
    found = load(written(course, FULL))
    assert (found.id, found.title, found.seed) == ("homework-4", Text("Homework 4", "تمرین ۴"), 7)
    assert [(one.problem.id, one.points) for one in found.problems] == [
        ("two", None),
        ("one", Fraction(5, 2)),
    ]
    assert found.due == datetime(2025, 11, 5, 20, 29, tzinfo=UTC)
    assert found.late == LatePolicy(grace_minutes=15, percent_per_day=Fraction(25, 2), max_days=5)
    assert found.attempts == Attempts(max=3, keep="last")


def test_what_a_file_leaves_out(course: Path) -> None:
    found = load(written(course, "format_version: 1\nproblems: [one]\n"))
    assert (found.id, found.title) == ("hw4", Text("hw4"))
    assert (found.due, found.seed) == (None, None)
    assert found.late == LatePolicy(grace_minutes=0, percent_per_day=Fraction(0), max_days=None)
    assert found.attempts == Attempts(max=None, keep="best")


def test_a_folder_of_problems_is_an_assignment_too(course: Path) -> None:
    (course / "no-problem").mkdir()
    found = load(course)
    assert [one.problem.id for one in found.problems] == ["one", "two"]
    assert found.id == course.name


@pytest.mark.parametrize("named", ["one", "one/problem.yaml"])
def test_one_problem_is_an_assignment_of_it(course: Path, named: str) -> None:
    found = grader.load(course / named)
    assert [one.problem.id for one in found.problems] == ["one"]


@pytest.mark.parametrize(
    ("lines", "where", "what", "hint"),
    [
        ("problems: [on]", "2:12", "there is no problem `on` beside hw4.yaml", "did you mean `one`?"),
        ("problems: [one, one]", "2:17", "a second time", "counts once"),
        ("problems: []", "2:11", "`problems` is empty", "at least 1"),
        ("problems: [{id: one, points: -1}]", "2:30", "negative", "at least 0"),
        ("problems: [one]\ndue: tomorrow", "3:6", "no ISO 8601 time", "2026-11-30T23:59:00+03:30"),
        ("problems: [one]\ndue: 2025-11-05T23:59:00", "3:6", "has no UTC offset", "+03:30"),
        ("problems: [one]\nlate: {percent_per_day: 101}", "3:25", "101", "at most 100"),
        ("problems: [one]\nlate: {percent: 10}", "3:8", "unknown key `percent`", "percent_per_day"),
        ("problems: [one]\nattempts: {keep: first}", "3:18", "cannot be `first`", "best, last"),
        ("problems: [one]\nattempts: {max: 0}", "3:17", "`max` is 0", "at least 1"),
        ("problems: [one]\nseed: -1", "3:7", "negative", "at least 0"),
        ("problem: [one]", "2:1", "unknown key `problem`", "did you mean `problems`?"),
    ],
)
def test_what_is_wrong_with_a_file(course: Path, lines: str, where: str, what: str, hint: str) -> None:
    path = written(course, f"format_version: 1\n{lines}\n")
    with pytest.raises(SpecError) as caught:
        load(path)
    told = [fault for fault in caught.value.faults if what in fault.what]
    assert [f"{fault.line}:{fault.column}" for fault in told] == [where]
    assert hint in told[0].hint
    assert told[0].path == str(path)


def test_faults_of_a_file_and_of_its_problems_come_together(course: Path) -> None:
    make(course / "two", "checks:\n  - {id: a, call: f(y), equals: 1}\n")
    path = written(course, "format_version: 1\nproblems: [two, three]\ndue: now\n")
    with pytest.raises(SpecError) as caught:
        load(path)
    assert [(Path(fault.path).name, fault.line) for fault in caught.value.faults] == [
        ("hw4.yaml", 2),
        ("hw4.yaml", 3),
        ("problem.yaml", 8),
    ]


def test_where_there_is_nothing_to_load(course: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").touch()
    for path in ("nowhere", "empty", "notes.txt"):
        with pytest.raises(UsageError) as caught:
            load(tmp_path / path)
        assert path in caught.value.what
        assert caught.value.hint
