"""Where a gradebook lives, how it is opened, and how an older one is brought up to date."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from grader.errors import GradebookError
from grader.gradebook.tables import about
from grader.gradebook.upgrades import CURRENT, create, upgrade

_BUSY_MS = 30_000


class Database:
    """An open database with the tables of today."""

    def __init__(self, location: str) -> None:
        """Opens, creates or upgrades it; `location` is a file or a SQLAlchemy URL.

        Raises:
            GradebookError: if it cannot be opened, is no gradebook, or is newer than this grader.
        """
        self.shown = _shown(location)
        self._engine = _engine(location, self.shown)
        with self.writing() as connection:
            _bring_up_to_date(connection, self.shown)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state throughout."""
        with self._guarded(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all of it is written, or nothing, also when the process is killed."""
        with self._guarded(), self._engine.execution_options(writes=True).begin() as connection:
            yield connection

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            what = str(error.orig).partition("\n")[0]
            raise GradebookError(
                f"the gradebook {self.shown} cannot be used: {what}", "name another: --gradebook FILE"
            ) from error


def _engine(location: str, shown: str) -> Engine:
    if "://" not in location:
        return _sqlite(Path(location), shown)
    try:
        return create_engine(location, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise GradebookError(
            f"the gradebook {shown} cannot be opened: {error}",
            "give a file, or a URL such as postgresql+psycopg://",
        ) from error


def _sqlite(path: Path, shown: str) -> Engine:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # It holds what hidden inputs are drawn from: nobody else may read it. SQLite gives its other files this mode.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise GradebookError(
            f"the gradebook {shown} cannot be opened: {error.strerror}", "name another: --gradebook FILE"
        ) from error
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = (
            None  # the driver would begin transactions of its own, and none before a DDL
        )
        # A killed process loses nothing that was committed; WAL with NORMAL waits for the disk only at checkpoints.
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"busy_timeout={_BUSY_MS}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        # A transaction that reads first and writes later could not get the lock any more, and would fail.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _bring_up_to_date(connection: Connection, shown: str) -> None:
    names = set(inspect(connection).get_table_names())
    if not names:
        create(connection)
        return
    if about.name not in names:
        raise GradebookError(f"{shown} is a database, but no gradebook", "name another: --gradebook FILE")
    version = connection.execute(select(about.c.schema_version)).scalar_one()
    if version > CURRENT:
        raise GradebookError(
            f"the gradebook {shown} was written by a newer grader (schema {version}; this one knows {CURRENT})",
            "use the newer grader",
        )
    upgrade(connection, version)


def _shown(location: str) -> str:
    """The location without its password."""
    if "://" not in location:
        return location
    try:
        return make_url(location).render_as_string(hide_password=True)
    except ArgumentError:
        return "given"
