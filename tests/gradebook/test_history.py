"""The history only grows, and a known grade changes only when a person accepts it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from grader.core.problem import Assigned, LatePolicy
from grader.core.verdict import Verdict
from tests.gradebook.conftest import ESSAY, NET, Grader, hand_in, rows


@pytest.fixture
def net_only(grader: Grader) -> Grader:
    """Without the essay, every grade is known at once."""
    grader.assignment = replace(grader.assignment, problems=(Assigned(problem=NET),))
    return grader


def grades(location: str) -> list[tuple[object, ...]]:
    return rows(location, "select attempt_id, cause, status, score, grade, days_late from grades order by id")


def test_the_grade_of_each_attempt_is_written_once(net_only: Grader, location: str) -> None:
    for _ in range(3):
        net_only(hand_in("s01"), hand_in("s01", attempt=2, body="y", day=7), output=Verdict.PARTIAL)
    assert grades(location) == [
        (1, "graded", "graded", "22/3", "22/3", 0),
        (2, "graded", "graded", "22/3", str(Fraction(22, 3) * Fraction(8, 10)), 2),
    ]


def test_work_that_changed_has_a_new_grade_at_once(net_only: Grader, location: str) -> None:
    net_only(hand_in("s01"), output=Verdict.FAILED)
    net_only(hand_in("s01", body="better"))
    assert [row[3] for row in grades(location)] == ["6", "10"]


def test_a_grade_that_was_not_known_is_known_at_once(grader: Grader, location: str) -> None:
    grader(hand_in("s01"))
    assert grades(location) == [(1, "graded", "needs_review", "10", None, 0)]
    grader.assignment = replace(grader.assignment, problems=(Assigned(problem=NET),))
    recorder = grader(hand_in("s01"))
    assert [row[4] for row in grades(location)] == [None, "10"]
    assert recorder.pending == []


def test_a_regrade_waits_for_a_person(net_only: Grader, location: str) -> None:
    net_only(hand_in("s01"), hand_in("s02"))
    net_only.changed(digest="sha256:net-2")
    recorder = net_only(hand_in("s01"), hand_in("s02"), output=Verdict.FAILED)
    assert recorder.pending == [("s01", 1), ("s02", 1)]
    assert [row[3] for row in grades(location)] == ["10", "10"]


def test_a_regrade_that_changes_no_grade_is_taken(net_only: Grader, location: str) -> None:
    net_only(hand_in("s01"))
    net_only.changed(digest="sha256:net-2")
    assert net_only(hand_in("s01")).pending == []
    assert [row[3] for row in grades(location)] == ["10", "10"]


def test_a_policy_that_changed_waits_for_a_person(net_only: Grader, location: str) -> None:
    net_only(hand_in("s01", day=7))
    net_only.assignment = replace(net_only.assignment, late=LatePolicy(percent_per_day=Fraction(50)))
    recorder = net_only(hand_in("s01", day=7))
    assert (recorder.reused, recorder.pending) == (1, [("s01", 1)])
    assert [row[4] for row in grades(location)] == ["8"]


def test_a_run_that_was_cut_off_is_told_from_one_that_ended(grader: Grader, location: str) -> None:
    grader(hand_in("s01"), finish=False)
    grader(hand_in("s01"))
    assert rows(location, "select finished_at is not null from runs order by id") == [(False,), (True,)]


def test_an_assignment_that_was_never_run_is_not_the_last(grader: Grader) -> None:
    grader(hand_in("s01"))
    grader.book.secret("homework-4")
    with grader.book.reading() as reader:
        assert reader.assignment == "homework-3"


def test_results_are_kept_for_ever(net_only: Grader, location: str) -> None:
    net_only(hand_in("s01"))
    net_only(hand_in("s01"), fresh=True)
    assert rows(location, "select run_id from results order by id") == [("run-1",), ("run-2",)]


def test_a_name_is_learnt_later(grader: Grader, location: str) -> None:
    grader(hand_in("s01"))
    grader(hand_in("s01", name="Sara"))
    grader(hand_in("s01"))
    assert rows(location, "select name from students") == [("Sara",)]


def test_the_problem_is_kept_as_it_stood(grader: Grader, location: str) -> None:
    grader(hand_in("s01"))
    grader.changed(digest="sha256:net-2")
    grader(hand_in("s01"))
    assert rows(location, "select problem, digest from problems order by id") == [
        ("net", NET.digest),
        ("essay", ESSAY.digest),
        ("net", "sha256:net-2"),
    ]
