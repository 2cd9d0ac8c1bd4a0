"""The gradebook as other rooms use it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, insert, select

from grader.core.problem import Assignment, Problem
from grader.core.terms import worth
from grader.gradebook import tables as t
from grader.gradebook.codec import dump, write_outline, write_points, write_setting, write_time
from grader.gradebook.conditions import Conditions
from grader.gradebook.database import Database
from grader.gradebook.decisions import Decision
from grader.gradebook.reading import AssignmentRow, Reader, assignments_in
from grader.gradebook.recording import Recorder, grade_row, now


def open_gradebook(location: Path | str) -> Gradebook:
    """Opens the gradebook at a file or URL, made if it is not there.

    Raises:
        GradebookError: if it cannot be opened, is none, or is newer than this grader.
    """
    return Gradebook(Database(str(location)))


class Gradebook:
    """Use as a context manager."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def secret(self, assignment: str) -> bytes:
        """What an assignment's random inputs are drawn from where no seed is given: drawn once, and kept."""
        with self._database.writing() as connection:
            row = _assignment(connection, assignment)
            secret = connection.execute(
                select(t.assignments.c.secret).where(t.assignments.c.id == row)
            ).scalar_one()
        return bytes(secret)

    def begin(self, assignment: Assignment, conditions: Conditions, run_id: str, started_at: str) -> Recorder:
        """A new run: what it will do is written at once, the rest as it comes."""
        max_score = sum((worth(assigned) for assigned in assignment.problems), Fraction(0))
        with self._database.writing() as connection:
            row = _assignment(connection, assignment.id)
            values = {
                "id": run_id,
                "assignment_id": row,
                "started_at": started_at,
                "device": conditions.device,
                "engine": conditions.engine,
                "tier": conditions.isolation.tier,
                "layers": dump(conditions.isolation.layers),
                "seed": None if conditions.seed is None else str(conditions.seed),
                "grader": conditions.grader,
                "torch": conditions.torch,
                "numpy": conditions.numpy,
                "terms": write_setting(assignment, max_score),
            }
            connection.execute(insert(t.runs).values(values))
            recorder = Recorder(self._database, run_id, row, conditions)
            recorder.prepare(
                connection,
                [(one.problem, *_problem(connection, one.problem)) for one in assignment.problems],
            )
        return recorder

    # --- reading ----------------------------------------------------------------------------------------

    def assignments(self) -> list[AssignmentRow]:
        """Every assignment that the gradebook holds."""
        with self._database.reading() as connection:
            return assignments_in(connection)

    @contextmanager
    def reading(self, assignment: str | None = None) -> Iterator[Reader]:
        """One assignment, as it stands at this moment; without a name the one that was graded last.

        Raises:
            GradebookError: if there is none.
        """
        with self._database.reading() as connection:
            yield Reader(connection, assignment)

    # --- what people decide -----------------------------------------------------------------------------

    def decide(self, assignment: str | None, *decisions: Decision) -> None:
        """Puts decisions on record, and the grades that they lead to, in one transaction.

        Raises:
            GradebookError: if the assignment is not there.
        """
        with self._database.writing() as connection:
            reader = Reader(connection, assignment)
            before = {
                one.attempt_id: one.report for name in _names(decisions) for one in reader.standing(name)
            }
            for one in decisions:
                connection.execute(insert(t.decisions).values(_decision_row(connection, reader.id, one)))
            last = {one.student: one for one in decisions}
            after = Reader(connection, reader.assignment)
            for name in _names(decisions):
                for held in after.standing(name):
                    if held.report != before[held.attempt_id]:
                        cause = last[name]
                        row = grade_row(
                            held.attempt_id, held.entry_id, held.report, cause.kind, cause.by, cause.reason
                        )
                        connection.execute(insert(t.grades).values(row))

    def accept(self, assignment: str | None, run: str | None, by: str, reason: str) -> int:
        """Lets the grades of a run count, the last one without a name; returns how many changed.

        Raises:
            GradebookError: if there is no such run.
        """
        with self._database.writing() as connection:
            reader = Reader(connection, assignment)
            name = reader.run(run)
            standing = {one.attempt_id: one for one in reader.standing()}
            changed = 0
            for held in reader.held(select(t.entries).where(t.entries.c.run_id == name)):
                now_holds = standing.get(held.attempt_id)
                if now_holds is None or now_holds.entry_id != held.entry_id:
                    same = now_holds is not None and now_holds.report.grade == held.report.grade
                    changed += not same
                    row = grade_row(held.attempt_id, held.entry_id, held.report, "accepted", by, reason)
                    connection.execute(insert(t.grades).values(row))
        return changed


def _names(decisions: Sequence[Decision]) -> list[str]:
    return list(dict.fromkeys(one.student for one in decisions))


def _decision_row(connection: Connection, assignment_id: int, one: Decision) -> dict[str, object]:
    student = connection.execute(
        select(t.students.c.id).where(t.students.c.student == one.student)
    ).scalar_one_or_none()
    if student is None:  # an extension may well come before anything is handed in
        made = insert(t.students).values(student=one.student, name="").returning(t.students.c.id)
        student = connection.execute(made).scalar_one()
    return {
        "assignment_id": assignment_id,
        "student_id": student,
        "attempt": one.attempt,
        "kind": one.kind,
        "problem": one.problem,
        "check_id": one.check,
        "criterion": one.criterion,
        "points": write_points(one.points),
        "until": write_time(one.until),
        "text_digest": one.text_digest,
        "by": one.by,
        "reason": one.reason,
        "at": now(),
    }


def _assignment(connection: Connection, assignment: str) -> int:
    """The row of an assignment, made at the first need."""
    row = connection.execute(
        select(t.assignments.c.id).where(t.assignments.c.assignment == assignment)
    ).scalar_one_or_none()
    if row is None:
        values = {"assignment": assignment, "secret": secrets.token_bytes(32), "created_at": now()}
        made = insert(t.assignments).values(values).returning(t.assignments.c.id)
        row = connection.execute(made).scalar_one()
    return int(row)


def _problem(connection: Connection, problem: Problem) -> tuple[int, str]:
    """The row and the outline of a problem as it stands, made at the first need."""
    key = (
        (t.problems.c.problem == problem.id)
        & (t.problems.c.version == problem.version)
        & (t.problems.c.digest == problem.digest)
    )
    row = connection.execute(select(t.problems.c.id).where(key)).scalar_one_or_none()
    outline = write_outline(problem)
    if row is None:
        values = {
            "problem": problem.id,
            "version": problem.version,
            "digest": problem.digest,
            "outline": outline,
        }
        row = connection.execute(insert(t.problems).values(values).returning(t.problems.c.id)).scalar_one()
    return int(row), outline
