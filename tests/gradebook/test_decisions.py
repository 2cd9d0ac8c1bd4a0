"""What people decide stands over what was judged, stays on record, and outlives a regrade."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from grader.core.problem import Assigned
from grader.core.report import SubmissionReport
from grader.core.verdict import Verdict
from grader.errors import GradebookError
from grader.gradebook import Decision, Gradebook, open_gradebook
from grader.gradebook.decisions import text_digest
from grader.gradebook.upgrades import CURRENT
from tests.gradebook.conftest import NET, Grader, hand_in

TEXT = text_digest("Because it is.")


def mark(criterion: str, points: int | None, student: str = "s01", digest: str = TEXT) -> Decision:
    return Decision(
        student=student,
        kind="mark",
        by="ta",
        attempt=1,
        problem="essay",
        check="why",
        criterion=criterion,
        points=None if points is None else Fraction(points),
        text_digest=digest,
    )


def override(points: int | None, check: str = "", student: str = "s01") -> Decision:
    problem = "net" if check else ""
    value = None if points is None else Fraction(points)
    return Decision(
        student=student, kind="override", by="prof", reason="oral", problem=problem, check=check, points=value
    )


def standing(book: Gradebook, student: str = "s01", attempt: int = 1) -> SubmissionReport:
    with book.reading() as reader:
        found = {one.report.attempt: one.report for one in reader.standing(student)}
    return found[attempt]


def causes(book: Gradebook, student: str = "s01") -> list[tuple[str, str, Fraction | None]]:
    with book.reading() as reader:
        return [(one.cause, one.by, one.grade) for one in reader.grades(student)]


@pytest.fixture
def net_only(grader: Grader) -> Grader:
    grader.assignment = replace(grader.assignment, problems=(Assigned(problem=NET),))
    return grader


def test_marks_make_the_grade_once_all_criteria_have_theirs(grader: Grader, book: Gradebook) -> None:
    grader(hand_in("s01"))
    book.decide(None, mark("claim", 1))
    assert standing(book).grade is None
    book.decide(None, mark("proof", 3))
    check = standing(book).problems[1].checks[0]
    assert (check.verdict, check.score, check.max_score) == (
        Verdict.PARTIAL,
        Fraction(8),
        Fraction(10),
    )
    assert check.feedback.en == "States the claim: 1/2\nProves it: 3/3"
    assert causes(book) == [("graded", "grader", None), ("mark", "ta", Fraction(18))]


def test_a_mark_taken_back_leaves_it_open(grader: Grader, book: Gradebook) -> None:
    grader(hand_in("s01"))
    book.decide(None, mark("claim", 2), mark("proof", 3))
    book.decide(None, mark("proof", None))
    assert standing(book).grade is None
    assert causes(book)[-1] == ("mark", "ta", None)


def test_marks_outlive_a_regrade_of_the_same_text_only(grader: Grader, book: Gradebook) -> None:
    grader(hand_in("s01"))
    book.decide(None, mark("claim", 2), mark("proof", 3))
    grader.changed(digest="sha256:net-2")
    assert grader(hand_in("s01"), fresh=True).pending == []
    assert standing(book).grade == 20
    book.decide(None, mark("claim", 0, digest=text_digest("Another text.")))
    assert standing(book).grade is None


def test_an_override_of_a_check_is_in_the_specs_points(net_only: Grader, book: Gradebook) -> None:
    net_only(hand_in("s01"), output=Verdict.FAILED)
    book.decide(None, override(3, "output"))
    check = standing(book).problems[0].checks[0]
    assert (check.verdict, check.score, check.feedback.en) == (
        Verdict.PARTIAL,
        Fraction(3),
        "set by a person: oral",
    )
    assert standing(book).grade == 9
    book.decide(None, override(None, "output"))
    assert standing(book).grade == 6


def test_an_override_of_the_grade_holds_for_every_attempt_and_regrade(
    net_only: Grader, book: Gradebook
) -> None:
    net_only(hand_in("s01"), hand_in("s01", attempt=2, body="y"))
    book.decide(None, override(7))
    recorder = net_only(
        hand_in("s01"), hand_in("s01", attempt=2, body="y"), fresh=True, output=Verdict.FAILED
    )
    assert [standing(book, attempt=n).grade for n in (1, 2)] == [7, 7]
    assert "the grade was set by a person: oral" in standing(book).notes
    assert len(recorder.pending) == 2  # the score below it would change
    with book.reading() as reader:
        assert [(one.student, one.grade) for one in reader.finals()] == [("s01", Fraction(7))]


def test_an_extension_forgives_the_days(net_only: Grader, book: Gradebook) -> None:
    net_only(hand_in("s01", day=7))
    assert (standing(book).days_late, standing(book).grade) == (2, Fraction(8))
    until = datetime(2025, 11, 8, tzinfo=UTC)
    book.decide(None, Decision(student="s01", kind="extension", by="prof", reason="ill", until=until))
    assert (standing(book).days_late, standing(book).grade) == (0, Fraction(10))
    assert causes(book)[-1] == ("extension", "prof", Fraction(10))
    assert net_only(hand_in("s01", day=7)).pending == []


def test_an_extension_may_come_before_the_work(net_only: Grader, book: Gradebook) -> None:
    net_only(hand_in("s02"))
    until = datetime(2025, 11, 8, tzinfo=UTC)
    book.decide(None, Decision(student="s01", kind="extension", by="prof", reason="ill", until=until))
    net_only(hand_in("s01", day=7))
    assert standing(book).grade == 10


def test_a_grade_for_somebody_who_handed_in_nothing(net_only: Grader, book: Gradebook) -> None:
    net_only(hand_in("s02"))
    book.decide(None, override(9, student="s01"))
    with book.reading() as reader:
        assert [(one.student, one.attempt, one.grade) for one in reader.finals()] == [
            ("s01", None, Fraction(9)),
            ("s02", 1, Fraction(10)),
        ]


def test_the_attempt_that_counts(net_only: Grader, book: Gradebook) -> None:
    net_only(hand_in("s01"))
    net_only(hand_in("s01"), hand_in("s01", attempt=2, body="y"), output=Verdict.FAILED)
    with book.reading() as reader:
        assert [(one.attempt, one.grade) for one in reader.finals()] == [(1, Fraction(10))]
    keep_last = replace(net_only.assignment.attempts, keep="last")
    net_only.assignment = replace(net_only.assignment, attempts=keep_last)
    net_only(hand_in("s01"), hand_in("s01", attempt=2, body="y"))
    with book.reading() as reader:
        assert [(one.attempt, one.grade) for one in reader.finals()] == [(2, Fraction(6))]


def test_a_regrade_counts_when_it_is_accepted(net_only: Grader, book: Gradebook) -> None:
    net_only(hand_in("s01"), hand_in("s02", body="z"))
    net_only(hand_in("s01"), hand_in("s02", body="z"), fresh=True, output=Verdict.FAILED)
    assert standing(book).grade == 10
    assert book.accept(None, None, "prof", "the check was wrong") == 2
    assert standing(book).grade == 6
    assert causes(book) == [("graded", "grader", Fraction(10)), ("accepted", "prof", Fraction(6))]
    assert book.accept(None, None, "prof", "again") == 0


def test_reports_of_both_runs_stay(net_only: Grader, book: Gradebook) -> None:
    net_only(hand_in("s01"))
    net_only(hand_in("s01"), fresh=True, output=Verdict.FAILED)
    with book.reading() as reader:
        runs = [one.id for one in reader.runs()]
        assert [reader.run_report(run).submissions[0].grade for run in runs] == [10, 6]
        assert reader.report().submissions[0].grade == 10


def test_nothing_to_decide_about(book: Gradebook) -> None:
    with pytest.raises(GradebookError, match="no grades yet"):
        book.decide(None, override(3))


# --- versions of the tables ---------------------------------------------------------------------------------


def test_a_gradebook_of_the_first_schema_is_brought_up_to_date(tmp_path: Path) -> None:
    """`schema-1.sql` was written by the first version: two students, of whom a regrade would change one."""
    path = tmp_path / "old.db"
    with sqlite3.connect(path) as connection:
        connection.executescript((Path(__file__).parent / "schema-1.sql").read_text(encoding="utf-8"))
        assert connection.execute("select schema_version from gradebook").fetchone() == (1,)
    with open_gradebook(path) as book:
        before = standing(book, "s02")
        book.decide("homework-3", override(5, student="s02"))
        assert standing(book, "s02").grade == 5
        assert book.secret("homework-3") == b"k" * 32
        with book.reading() as reader:
            assert [one.name for one in reader.finals()] == ["Sara", ""]
            first = reader.run_report(reader.runs()[0].id).submissions[1]
    verdicts = [one.problems[0].checks[0].verdict for one in (first, before)]
    assert verdicts == [Verdict.PARTIAL, Verdict.PASSED]
    with open_gradebook(path) as again, again.reading() as reader:
        assert len(reader.history) == 1
    with sqlite3.connect(path) as connection:
        assert connection.execute("select schema_version from gradebook").fetchone() == (CURRENT,)


def test_an_upgraded_file_has_the_tables_of_a_new_one(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "old.db") as connection:
        connection.executescript((Path(__file__).parent / "schema-1.sql").read_text(encoding="utf-8"))
    columns = []
    for name in ("old.db", "new.db"):
        open_gradebook(tmp_path / name).__exit__()
        with sqlite3.connect(tmp_path / name) as connection:
            tables = [
                row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")
            ]
            columns.append(
                {
                    table: [
                        (row[1], row[2], row[3], row[5])
                        for row in connection.execute(f"pragma table_info({table})")
                    ]
                    for table in tables
                }
            )
    assert columns[0]["decisions"] == [
        (n, t, 0 if n == "id" else x, k) for n, t, x, k in columns[1]["decisions"]
    ]
    assert {**columns[0], "decisions": None} == {**columns[1], "decisions": None}
