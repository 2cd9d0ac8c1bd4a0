"""A gradebook that several graders share: PostgreSQL, by psycopg (extra `grader[postgres]`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import URL, Connection, create_engine, func, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from grader.core.masking import masked
from grader.errors import GradebookError

_DRIVER = "postgresql+psycopg"
_CONNECT_S = 10
_COLLIDED = ("40001", "40P01")  # serialization_failure, deadlock_detected
# A machine that lost its power says no farewell: its claims end when the server finds that it is gone.
_KEEPALIVES = ("tcp_keepalives_idle = 30", "tcp_keepalives_interval = 10", "tcp_keepalives_count = 3")


class PostgreSQL:
    """Claims are advisory locks of one session of its own; the server ends them with the connection."""

    reads: Final[Mapping[str, Any]] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    writes: Final[Mapping[str, Any]] = {"isolation_level": "SERIALIZABLE"}
    hint: Final = (
        "its server must run and let this user in, and the database be there: createdb NAME makes one"
    )

    def __init__(self, url: URL) -> None:
        """Opens nothing yet.

        Raises:
            GradebookError: if the URL or the driver does not do.
        """
        shown = masked(url.render_as_string(hide_password=True))
        if "@" in (url.host or ""):
            raise GradebookError(f"the gradebook {shown} cannot be opened", "in a password, write @ as %40")
        if url.drivername in ("postgres", "postgresql"):
            url = url.set(drivername=_DRIVER)
        wait = {} if "connect_timeout" in url.query else {"connect_timeout": _CONNECT_S}
        try:
            self.engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=wait)
        except (ArgumentError, NoSuchModuleError) as error:
            raise GradebookError(
                f"the gradebook {shown} cannot be opened: {masked(str(error))}", f"write it as {_DRIVER}://…"
            ) from error
        except ImportError as error:
            raise GradebookError(
                f"the gradebook {shown} cannot be opened: {error}", "pip install 'grader[postgres]'"
            ) from error
        self._session: Connection | None = None

    def collided(self, error: DBAPIError) -> bool:
        return getattr(error.orig, "sqlstate", None) in _COLLIDED

    def take(self, key: int) -> bool:
        return bool(self._claims().execute(select(func.pg_try_advisory_lock(key))).scalar_one())

    def wait_for(self, key: int) -> None:
        self._claims().execute(select(func.pg_advisory_lock(key)))

    def release(self, key: int) -> None:
        self._claims().execute(select(func.pg_advisory_unlock(key)))

    def close(self) -> None:
        if self._session is not None:
            self._session.invalidate()
            self._session.close()
            self._session = None
        self.engine.dispose()

    def _claims(self) -> Connection:
        if self._session is None:
            self._session = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            for setting in _KEEPALIVES:
                self._session.execute(text(f"SET {setting}"))
        return self._session
