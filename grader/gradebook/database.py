"""Where a gradebook lives, how it is opened, and how an older one is brought up to date."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import Connection, Engine, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from grader.core.masking import masked
from grader.errors import GradebookError
from grader.gradebook.postgresql import PostgreSQL
from grader.gradebook.sqlite import SQLite
from grader.gradebook.tables import about
from grader.gradebook.upgrades import CURRENT, create, upgrade

T = TypeVar("T")

_LIKE_A_URL: Final = re.compile(r"[\w+]{2,}:/")  # a slash that was left out makes no folder of a password
_TABLES: Final = 1  # who holds this claim makes the tables, or brings them up to date
# Between tries of a transaction that met another; some part of each is slept, drawn at random.
_PAUSES_S: Final = tuple(min(1.0, 0.005 * 2**tried) for tried in range(20))


class Backend(Protocol):
    """What differs between databases.

    Attributes:
        reads: execution options of a transaction that sees one state throughout.
        writes: of one that ends as if it had been alone, or not at all.
    """

    engine: Engine

    @property
    def reads(self) -> Mapping[str, Any]: ...

    @property
    def writes(self) -> Mapping[str, Any]: ...

    @property
    def hint(self) -> str: ...

    def queue_up(self, connection: Connection) -> None:
        """Waits until a transaction is the only one of all graders that writes."""

    def collided(self, error: DBAPIError) -> bool:
        """Did a transaction fail for no other reason than that another came between?"""

    def take(self, key: int) -> bool:
        """Takes a claim, unless another process holds it. Claims end with the process that holds them."""

    def wait_for(self, key: int) -> None:
        """Takes a claim as soon as no other process holds it."""

    def release(self, key: int) -> None: ...

    def close(self) -> None: ...


class Database:
    """An open database with the tables of today."""

    def __init__(self, location: str) -> None:
        """Opens, creates or upgrades it; `location` is a file or a URL.

        Raises:
            GradebookError: if it cannot be opened, is no gradebook, or is newer than this grader.
        """
        self.shown = masked(location)
        self._backend = _backend(location)
        try:
            self._open()
        except GradebookError:
            self.close()
            raise

    def _open(self) -> None:
        with self.reading() as connection:
            is_of_today = _version(connection, self.shown) == CURRENT
        if not is_of_today:
            self.wait_for(_TABLES)
            self._transaction(lambda connection: _bring_up_to_date(connection, self.shown))
            self.release(_TABLES)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state throughout."""
        with (
            self._guarded(),
            self._backend.engine.connect().execution_options(**self._backend.reads) as connection,
        ):
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """Runs `work` in a transaction: all of it is written, or nothing, also when the process is killed.

        Where something else came between, such as a course's own program, `work` runs again: it changes nothing but the
        database.
        """

        def in_turn(connection: Connection) -> T:
            self._backend.queue_up(connection)
            return work(connection)

        return self._transaction(in_turn)

    def take(self, key: int) -> bool:
        """Takes a claim, unless another process holds it."""
        with self._guarded():
            return self._backend.take(key)

    def wait_for(self, key: int) -> None:
        """Takes a claim as soon as no other process holds it: it was released, or ended with its process."""
        with self._guarded():
            self._backend.wait_for(key)

    def release(self, key: int) -> None:
        with self._guarded():
            self._backend.release(key)

    def close(self) -> None:
        self._backend.close()

    def _transaction(self, work: Callable[[Connection], T]) -> T:
        writer = self._backend.engine.execution_options(**self._backend.writes)
        for pause_s in _PAUSES_S:
            with self._guarded():
                try:
                    with writer.begin() as connection:
                        return work(connection)
                except DBAPIError as error:
                    if not self._backend.collided(error):
                        raise
            time.sleep(random.uniform(0, pause_s))
        raise GradebookError(f"too many write to the gradebook {self.shown} at once", "try again")

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            what = masked(str(error.orig).partition("\n")[0])
            raise GradebookError(
                f"the gradebook {self.shown} cannot be used: {what}", self._backend.hint
            ) from error


def _backend(location: str) -> Backend:
    if not _LIKE_A_URL.match(location):
        return SQLite(Path(location))
    try:
        url = make_url(location)
    except (ArgumentError, ValueError) as error:
        raise _unopened(location, "it is no URL") from error
    match url.get_backend_name():
        case "postgresql" | "postgres":
            return PostgreSQL(url)
        case "sqlite" if url.database:
            return SQLite(Path(url.database))
        case other:
            raise _unopened(location, f"{other} cannot hold one")


def _unopened(location: str, why: str) -> GradebookError:
    return GradebookError(
        f"the gradebook {masked(location)} cannot be opened: {why}",
        "give a file, or a URL such as postgresql+psycopg://USER@HOST/DATABASE",
    )


def _version(connection: Connection, shown: str) -> int:
    """The version of the tables; 0 where there are none."""
    names = inspect(connection).get_table_names()
    if not names:
        return 0
    if about.name not in names:
        raise GradebookError(f"{shown} is a database, but no gradebook", "name another: --gradebook FILE|URL")
    version = int(connection.execute(select(about.c.schema_version)).scalar_one())
    if version > CURRENT:
        raise GradebookError(
            f"the gradebook {shown} was written by a newer grader (schema {version}; this one knows {CURRENT})",
            "use the newer grader",
        )
    return version


def _bring_up_to_date(connection: Connection, shown: str) -> None:
    version = _version(connection, shown)
    if version == 0:
        create(connection)
    else:
        upgrade(connection, version)
