"""Versions of the tables. Each step leads from one version to the next and is never changed once released."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, insert, update

from grader.gradebook.tables import about, metadata

CURRENT = 1

STEPS: Mapping[int, Callable[[Connection], None]] = {}


def create(connection: Connection) -> None:
    """Makes the tables of today in an empty database."""
    metadata.create_all(connection)
    connection.execute(insert(about).values(id=1, schema_version=CURRENT))


def upgrade(connection: Connection, version: int) -> None:
    """Takes every step from a version to today's, in the caller's transaction."""
    for step in range(version, CURRENT):
        STEPS[step](connection)
    if version < CURRENT:
        connection.execute(update(about).values(schema_version=CURRENT))
