"""Versions of the tables. Each step leads from one version to the next and is never changed once released."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, insert, text, update

from grader.gradebook.tables import about, metadata

CURRENT = 3


def _decisions(connection: Connection) -> None:
    """1 to 2: what people decide is kept, and by what an LMS knows a student."""
    for column in ("email", "lms_id"):
        connection.execute(text(f"ALTER TABLE students ADD COLUMN {column} TEXT NOT NULL DEFAULT ''"))
    id_type = "INTEGER PRIMARY KEY" if connection.dialect.name == "sqlite" else "SERIAL PRIMARY KEY"
    connection.execute(
        text(
            f"""CREATE TABLE decisions (
                id {id_type},
                assignment_id INTEGER NOT NULL REFERENCES assignments (id),
                student_id INTEGER NOT NULL REFERENCES students (id),
                attempt INTEGER,
                kind TEXT NOT NULL,
                problem TEXT NOT NULL,
                check_id TEXT NOT NULL,
                criterion TEXT NOT NULL,
                points TEXT,
                until TEXT,
                text_digest TEXT NOT NULL,
                "by" TEXT NOT NULL,
                reason TEXT NOT NULL,
                at TEXT NOT NULL
            )"""
        )
    )
    connection.execute(text("CREATE INDEX ix_decisions_assignment_id ON decisions (assignment_id)"))


def _notes(connection: Connection) -> None:
    """2 to 3: what a student is told of a problem beside its checks."""
    connection.execute(text("ALTER TABLE results ADD COLUMN notes TEXT NOT NULL DEFAULT '[]'"))


STEPS: Mapping[int, Callable[[Connection], None]] = {1: _decisions, 2: _notes}


def create(connection: Connection) -> None:
    """Makes the tables of today in an empty database."""
    metadata.create_all(connection, checkfirst=False)
    connection.execute(insert(about).values(id=1, schema_version=CURRENT))


def upgrade(connection: Connection, version: int) -> None:
    """Takes every step from a version to today's, in the caller's transaction."""
    for step in range(version, CURRENT):
        STEPS[step](connection)
    if version < CURRENT:
        connection.execute(update(about).values(schema_version=CURRENT))
