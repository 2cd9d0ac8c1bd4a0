"""A gradebook in a file: SQLite, with one writer at a time."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError

from grader.errors import GradebookError

if sys.platform != "win32":
    import fcntl

_BUSY_MS = 30_000


class SQLite:
    """Claims are locks on bytes of a file beside it; the system ends them with the process.

    Windows has no such locks: two drivers at once would grade the same work twice there.
    """

    reads: Final[Mapping[str, Any]] = {}
    writes: Final[Mapping[str, Any]] = {"writes": True}
    hint: Final = "name another: --gradebook FILE"

    def __init__(self, path: Path) -> None:
        """Opens the file, made if it is not there.

        Raises:
            GradebookError: if it cannot be opened.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # It holds what hidden inputs are drawn from: nobody else may read it, nor the files that SQLite adds.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise GradebookError(
                f"the gradebook {path} cannot be opened: {error.strerror}", self.hint
            ) from error
        self._path = path
        self._claims: int | None = None
        self.engine = create_engine(f"sqlite:///{path}", hide_parameters=True)
        event.listen(self.engine, "connect", _connected)
        event.listen(self.engine, "begin", _begun)

    def queue_up(self, connection: Connection) -> None:
        """Nothing to do: it began so."""

    def collided(self, error: DBAPIError) -> bool:
        return False  # writers wait for each other

    def take(self, key: int) -> bool:
        if sys.platform != "win32":
            claims = self._claims_file()
            try:
                fcntl.lockf(claims, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, key)
            except (BlockingIOError, PermissionError):
                return False
        return True

    def wait_for(self, key: int) -> None:
        if sys.platform != "win32":
            fcntl.lockf(self._claims_file(), fcntl.LOCK_EX, 1, key)

    def release(self, key: int) -> None:
        if sys.platform != "win32":
            fcntl.lockf(self._claims_file(), fcntl.LOCK_UN, 1, key)

    def close(self) -> None:
        self.engine.dispose()
        if self._claims is not None:
            os.close(self._claims)
            self._claims = None

    def _claims_file(self) -> int:
        if self._claims is None:
            path = self._path.with_name(f"{self._path.name}-claims")
            try:
                self._claims = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            except OSError as error:
                raise GradebookError(
                    f"the gradebook's claims {path} cannot be opened: {error.strerror}",
                    f"whoever may write {self._path.name} must be let write it",
                ) from error
            with suppress(PermissionError):  # it is another's, who made it so
                _make_alike(self._claims, self._path)
        return self._claims


def _make_alike(file: int, path: Path) -> None:
    """Lets those at an open file whom another lets at it, as SQLite does with the files that it adds."""
    model = path.stat()
    os.fchmod(file, stat.S_IMODE(model.st_mode))
    os.fchown(file, model.st_uid, model.st_gid)


def _connected(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # the driver would begin transactions of its own, and none before a DDL
    # A killed process loses nothing that was committed; WAL with NORMAL waits for the disk only at checkpoints.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"busy_timeout={_BUSY_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def _begun(connection: Connection) -> None:
    # A transaction that reads first and writes later could not get the lock any more, and would fail.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
