"""The gradebook as other rooms use it."""

from __future__ import annotations

import secrets
from fractions import Fraction
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, insert, select

from grader.core.problem import Assignment, Problem
from grader.core.terms import worth
from grader.gradebook import tables as t
from grader.gradebook.codec import dump, write_outline, write_setting
from grader.gradebook.conditions import Conditions
from grader.gradebook.database import Database
from grader.gradebook.recording import Recorder, now


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
