"""A result is used again where everything that it hangs on is the same, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from grader.core.problem import Assignment
from grader.core.report import Isolation
from grader.core.verdict import Verdict
from grader.gradebook import Conditions, Gradebook, open_gradebook
from tests.gradebook.conftest import CONDITIONS, ESSAY, Grader, hand_in, judged


def test_what_was_recorded_comes_back_as_it_was(
    grader: Grader, book: Gradebook, assignment: Assignment
) -> None:
    grader(hand_in("s01"), output=Verdict.PARTIAL, fresh_=Verdict.PASSED)
    again = book.begin(assignment, CONDITIONS, "again", "2025-11-07T08:00:00+00:00")

    known = again.known(hand_in("s01"))

    assert known["essay"] == judged(ESSAY, {})
    assert known["net"] == judged(assignment.problems[0].problem, {"output": Verdict.PARTIAL})


def test_a_rerun_of_the_same_uses_all_of_it(grader: Grader) -> None:
    first = grader(hand_in("s01"), hand_in("s02"))
    second = grader(hand_in("s01"), hand_in("s02"))
    assert (first.reused, second.reused) == (0, 2)


def test_a_gradebook_that_was_closed_knows_it_too(grader: Grader, location: str) -> None:
    grader(hand_in("s01"))
    with open_gradebook(location) as later:
        assert Grader(later, grader.assignment, runs=iter([9]))(hand_in("s01")).reused == 1


def test_other_work_is_graded(grader: Grader) -> None:
    grader(hand_in("s01"))
    assert grader(hand_in("s01", body="x = 2")).reused == 0


def test_another_attempt_or_student_is_graded(grader: Grader) -> None:
    grader(hand_in("s01"))
    assert grader(hand_in("s01", attempt=2), hand_in("s02")).reused == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"secret": b"t" * 32},
        {"device": "cuda:0"},
        {"isolation": Isolation(tier="partial", layers=("seccomp",))},
        {"grader": "2"},
        {"torch": "3"},
        {"numpy": "4"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_other_conditions_are_graded(grader: Grader, changed: dict[str, object]) -> None:
    grader(hand_in("s01"))
    grader.conditions = replace(CONDITIONS, **changed)  # type: ignore[arg-type]
    assert grader(hand_in("s01")).reused == 0


def test_another_engine_is_no_other_condition(grader: Grader) -> None:
    grader(hand_in("s01"))
    grader.conditions = replace(CONDITIONS, engine="ray")
    assert grader(hand_in("s01")).reused == 1


def test_only_the_problem_that_changed_is_graded(grader: Grader) -> None:
    grader(hand_in("s01"))
    grader.changed(digest="sha256:net-2")
    recorder = grader.book.begin(grader.assignment, CONDITIONS, "r", "2025-11-07T08:00:00+00:00")
    assert list(recorder.known(hand_in("s01"))) == ["essay"]


def test_a_problem_without_a_digest_is_always_graded(grader: Grader) -> None:
    grader.changed(digest="")
    grader(hand_in("s01"))
    assert grader(hand_in("s01")).reused == 0


def test_what_is_ungraded_is_never_used_again(grader: Grader) -> None:
    grader(hand_in("s01"), output=Verdict.UNGRADED)
    recorder = grader(hand_in("s01"))
    assert recorder.reused == 0
    assert grader(hand_in("s01")).reused == 1


def test_fresh_grades_again_and_the_newer_result_holds(grader: Grader) -> None:
    grader(hand_in("s01"))
    assert grader(hand_in("s01"), fresh=True, output=Verdict.FAILED).reused == 0
    recorder = grader.book.begin(grader.assignment, CONDITIONS, "r", "2025-11-07T08:00:00+00:00")
    assert recorder.known(hand_in("s01"))["net"].checks[0].verdict is Verdict.FAILED


def test_a_secret_is_drawn_once_and_kept(location: str) -> None:
    with open_gradebook(location) as book:
        first = book.secret("homework-3")
        assert book.secret("homework-4") != first
    with open_gradebook(location) as book:
        assert book.secret("homework-3") == first
    assert len(first) == 32


def test_nobody_else_may_read_the_files(file: str) -> None:
    with open_gradebook(file):
        modes = {path.name: path.stat().st_mode & 0o077 for path in Path(file).parent.iterdir()}
    assert {f"gradebook.db{more}": 0 for more in ("", "-claims", "-shm", "-wal")} == modes


def test_the_ground_differs_where_parts_only_meet_elsewhere(assignment: Assignment) -> None:
    problem = assignment.problems[0].problem
    grounds = {
        Conditions.ground(replace(CONDITIONS, torch=torch, numpy=numpy), problem, "w")
        for torch, numpy in (("1", "23"), ("12", "3"))
    }
    assert len(grounds) == 2
