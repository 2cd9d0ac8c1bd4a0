"""Rows that are made at the first need.

Each is looked for in the transaction that makes it: where two graders make the same one, one of them tries again and
finds it.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from grader.core.problem import Problem
from grader.core.submission import Submission
from grader.gradebook import tables as t
from grader.gradebook.codec import write_outline

_TOLD = ("name", "email", "lms_id")


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def assignment_row(connection: Connection, assignment: str) -> int:
    row = connection.execute(
        select(t.assignments.c.id).where(t.assignments.c.assignment == assignment)
    ).scalar_one_or_none()
    if row is None:
        values = {"assignment": assignment, "secret": secrets.token_bytes(32), "created_at": now()}
        made = insert(t.assignments).values(values).returning(t.assignments.c.id)
        row = connection.execute(made).scalar_one()
    return int(row)


def problem_row(connection: Connection, problem: Problem) -> int:
    """Of a problem as it stands."""
    key = (
        (t.problems.c.problem == problem.id)
        & (t.problems.c.version == problem.version)
        & (t.problems.c.digest == problem.digest)
    )
    row = connection.execute(select(t.problems.c.id).where(key)).scalar_one_or_none()
    if row is None:
        values = {
            "problem": problem.id,
            "version": problem.version,
            "digest": problem.digest,
            "outline": write_outline(problem),
        }
        row = connection.execute(insert(t.problems).values(values).returning(t.problems.c.id)).scalar_one()
    return int(row)


def student_row(connection: Connection, student: str) -> int:
    """Of somebody who need not have handed in anything."""
    return _student_rows(connection, {student: {}})[student]


def attempt_rows(connection: Connection, assignment_id: int, submissions: Sequence[Submission]) -> list[int]:
    """Of each submission; what the course newly tells of its student is taken in."""
    told: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for one in submissions:
        told[one.student] |= {name: value for name in _TOLD if (value := getattr(one, name))}
    students = _student_rows(connection, told)
    query = select(t.attempts).where(
        t.attempts.c.assignment_id == assignment_id, t.attempts.c.student_id.in_(students.values())
    )
    known = {(row.student_id, row.attempt): int(row.id) for row in connection.execute(query)}
    keys = [(students[one.student], one.attempt) for one in submissions]
    for student, attempt in keys:
        if (student, attempt) not in known:
            values = {"assignment_id": assignment_id, "student_id": student, "attempt": attempt}
            made = insert(t.attempts).values(values).returning(t.attempts.c.id)
            known[student, attempt] = connection.execute(made).scalar_one()
    return [known[key] for key in keys]


def _student_rows(connection: Connection, told: Mapping[str, Mapping[str, str]]) -> dict[str, int]:
    query = select(t.students).where(t.students.c.student.in_(told))
    found = {row.student: row for row in connection.execute(query)}
    rows = {}
    for student, values in told.items():
        row = found.get(student)
        if row is None:
            made = insert(t.students).values({"student": student, "name": "", **values})
            rows[student] = int(connection.execute(made.returning(t.students.c.id)).scalar_one())
            continue
        rows[student] = int(row.id)
        if any(getattr(row, name) != value for name, value in values.items()):
            connection.execute(update(t.students).where(t.students.c.id == row.id).values(**values))
    return rows
