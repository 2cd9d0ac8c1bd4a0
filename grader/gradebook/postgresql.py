"""A gradebook that several graders share: PostgreSQL, by psycopg (extra `grader[postgres]`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import URL, Connection, create_engine, event, func, select
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from grader.core.masking import masked
from grader.errors import GradebookError
from grader.gradebook.tables import about

TYPE_CHECKING = False
if TYPE_CHECKING:
    import psycopg

_DRIVER = "postgresql+psycopg"
_COLLIDED = ("40001", "40P01")  # serialization_failure, deadlock_detected
# A machine that lost its power says no farewell. Whether the other is still there is asked from both ends: the locks of
# a grader must not outlive it by hours, nor a grader wait for a server that is gone.
_OF_THE_SERVER: Final = "; ".join(
    f"SET tcp_keepalives_{name} = {value}" for name, value in (("idle", 30), ("interval", 10), ("count", 3))
)
_OF_THIS_END: Final = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}

# Whoever stops in the middle, such as a machine that is put to sleep, loses the turn, and what it had begun to write.
_IN_TURN: Final = (
    f"SET LOCAL idle_in_transaction_session_timeout = '30s'; LOCK TABLE {about.name} IN EXCLUSIVE MODE"
)


class PostgreSQL:
    """Writers take turns, as with a file; readers see one state meanwhile.

    Claims are advisory locks of one session of its own; the server ends them with the connection.
    """

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
        unsaid = {name: value for name, value in _OF_THIS_END.items() if name not in url.query}
        try:
            self.engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=unsaid)
        except (ArgumentError, NoSuchModuleError) as error:
            raise GradebookError(
                f"the gradebook {shown} cannot be opened: {masked(str(error))}", f"write it as {_DRIVER}://…"
            ) from error
        except ImportError as error:
            raise GradebookError(
                f"the gradebook {shown} cannot be opened: {error}", "pip install 'grader[postgres]'"
            ) from error
        event.listen(self.engine, "connect", _connected)
        self._session: Connection | None = None

    def queue_up(self, connection: Connection) -> None:
        # Without it writers that have nothing to do with each other collide all the time: PostgreSQL watches whole
        # pages, and small tables as a whole. It takes no snapshot, so that what the one before wrote is seen.
        connection.exec_driver_sql(_IN_TURN)

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
            self._session.close()
            self._session = None
        self.engine.dispose()

    def _claims(self) -> Connection:
        if self._session is None:
            self._session = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        return self._session


def _connected(connection: psycopg.Connection, _: object) -> None:
    connection.execute(_OF_THE_SERVER)
    connection.commit()
