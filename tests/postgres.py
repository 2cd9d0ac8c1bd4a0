"""A PostgreSQL server of the tests' own: in a temporary folder, at a free port of this machine, with a password."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

PASSWORD = "hush-hush"
_DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, database: str = "grader", password: str = PASSWORD) -> str:
        return f"postgresql+psycopg://grader:{password}@127.0.0.1:{self.port}/{database}"

    def new(self) -> str:
        """The URL of a gradebook that nobody has opened yet: a schema of its own."""
        schema = f"book_{next(self._numbers)}"
        self.execute(self.url(), f"CREATE SCHEMA {schema}")
        return f"{self.url()}?options=-csearch_path%3D{schema}"

    def execute(self, url: str, command: str) -> None:
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(command.encode())


def programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`; Debian keeps it out of PATH."""
    found = shutil.which("pg_ctl")
    if found is not None:
        return Path(found).parent
    servers = [path.parent for path in _DEBIAN.glob("*/bin/pg_ctl")]  # a client has a folder, too
    return max(servers, default=None, key=lambda path: float(path.parent.name))


@contextmanager
def running(programs: Path) -> Iterator[Server]:
    """A server that is gone afterwards. It refuses to run as root: then it is another user's."""
    folder = Path(tempfile.mkdtemp(prefix="grader-postgres-"))
    user = _somebody() if os.geteuid() == 0 else None
    secret = folder / "password"
    secret.write_text(PASSWORD)
    if user is not None:
        for path in (folder, secret):
            os.chown(path, user.pw_uid, user.pw_gid)

    def call(name: str, *arguments: str) -> None:
        subprocess.run(
            [programs / name, f"--pgdata={folder / 'data'}", *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            user=None if user is None else user.pw_uid,
            group=None if user is None else user.pw_gid,
            extra_groups=None if user is None else [],
        )

    try:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        call(
            "initdb",
            "--username=grader",
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--no-sync",
            "--no-locale",
            "--encoding=UTF8",
        )
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": "''",
            "fsync": "off",
            "autovacuum": "off",
        }
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        call("pg_ctl", "start", "--wait", f"--log={folder / 'log'}", f"--options={options}")
        try:
            server = Server(port)
            server.execute(server.url("postgres"), "CREATE DATABASE grader")
            yield server
        finally:
            call("pg_ctl", "stop", "--mode=immediate")
    finally:
        shutil.rmtree(folder)


def _somebody() -> pwd.struct_passwd:
    names = {user.pw_name: user for user in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]
