"""The gradebook as other rooms use it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, insert, select

from grader.core.problem import Assignment
from grader.core.terms import worth
from grader.gradebook import tables as t
from grader.gradebook.codec import dump, write_points, write_setting, write_time
from grader.gradebook.conditions import Conditions
from grader.gradebook.database import Database
from grader.gradebook.decisions import Decision
from grader.gradebook.reading import AssignmentRow, Reader, assignments_in
from grader.gradebook.recording import Recorder
from grader.gradebook.rows import assignment_row, now, problem_row, student_row
from grader.gradebook.standing import grade_row


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

        def draw(connection: Connection) -> bytes:
            row = assignment_row(connection, assignment)
            query = select(t.assignments.c.secret).where(t.assignments.c.id == row)
            return bytes(connection.execute(query).scalar_one())

        return self._database.write(draw)

    def begin(self, assignment: Assignment, conditions: Conditions, run_id: str, started_at: str) -> Recorder:
        """A new run: what it will do is written at once, the rest as it comes."""
        problems = [one.problem for one in assignment.problems]

        def write(connection: Connection) -> tuple[int, list[int]]:
            row = assignment_row(connection, assignment.id)
            values = {**_run_values(assignment, conditions), "id": run_id, "started_at": started_at}
            connection.execute(insert(t.runs).values(**values, assignment_id=row))
            return row, [problem_row(connection, problem) for problem in problems]

        row, rows = self._database.write(write)
        return Recorder(self._database, run_id, row, conditions, list(zip(problems, rows, strict=True)))

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
        self._database.write(lambda connection: _decide(connection, assignment, decisions))

    def accept(self, assignment: str | None, run: str | None, by: str, reason: str) -> int:
        """Lets the grades of a run count, the last one without a name; returns how many changed.

        Raises:
            GradebookError: if there is no such run.
        """

        def write(connection: Connection) -> int:
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

        return self._database.write(write)


def _run_values(assignment: Assignment, conditions: Conditions) -> dict[str, object]:
    max_score = sum((worth(assigned) for assigned in assignment.problems), Fraction(0))
    return {
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


def _decide(connection: Connection, assignment: str | None, decisions: Sequence[Decision]) -> None:
    reader = Reader(connection, assignment)
    before = {one.attempt_id: one.report for name in _names(decisions) for one in reader.standing(name)}
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


def _names(decisions: Sequence[Decision]) -> list[str]:
    return list(dict.fromkeys(one.student for one in decisions))


def _decision_row(connection: Connection, assignment_id: int, one: Decision) -> dict[str, object]:
    return {
        "assignment_id": assignment_id,
        # An extension may well come before anything is handed in.
        "student_id": student_row(connection, one.student),
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
