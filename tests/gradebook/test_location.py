"""What a gradebook may be named by, what is said where it cannot be opened, and what of a URL is never shown."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli.edge import cli
from grader.errors import GradebookError
from grader.gradebook import open_gradebook
from tests.postgres import PASSWORD, Server


def refused(location: str) -> GradebookError:
    with pytest.raises(GradebookError) as fault:
        open_gradebook(location)
    assert PASSWORD not in fault.value.what + fault.value.hint
    return fault.value


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_the_driver_need_not_be_named(server: Server, scheme: str) -> None:
    with open_gradebook(server.new().replace("postgresql+psycopg", scheme)) as book:
        assert len(book.secret("a")) == 32


def test_a_file_may_be_named_by_a_url(file: str) -> None:
    with open_gradebook(f"sqlite:///{file}"):
        assert Path(file).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "location",
    [
        "nonsense://x",
        f"mysql://me:{PASSWORD}@host/book",
        f"postgresql+nodriver://me:{PASSWORD}@host/book",
        f"postgresql://me:{PASSWORD}@host:port/book",
        f"postgresql://me:@{PASSWORD}@host/book",
        f"postgresql:/me:{PASSWORD}@host/book",
        f"postgresql://127.0.0.1/book?password={PASSWORD}&nonsense=1",
    ],
)
def test_what_names_no_gradebook(location: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert refused(location).hint
    assert not list(tmp_path.iterdir())


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    fault = refused(f"postgresql://me:{PASSWORD}@host/book")
    assert "psycopg" in fault.what
    assert fault.hint == "pip install 'grader[postgres]'"


def test_where_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    fault = refused(f"postgresql://me:{PASSWORD}@127.0.0.1:{port}/book")
    assert f"me:***@127.0.0.1:{port}/book cannot be used" in fault.what
    assert "Connection refused" in fault.what
    assert "server must run" in fault.hint


def test_a_database_that_is_not_there(server: Server) -> None:
    fault = refused(server.url("nowhere"))
    assert 'database "nowhere" does not exist' in fault.what
    assert "createdb" in fault.hint


def test_a_wrong_password(server: Server) -> None:
    assert "password authentication failed" in refused(server.url(password=f"{PASSWORD}-2")).what


def test_a_database_of_somebody_else(server: Server) -> None:
    location = server.new()
    server.execute(location, "CREATE TABLE mine (a int)")
    assert "no gradebook" in refused(location).what


@pytest.mark.parametrize("debug", ["0", "1"])
def test_no_command_shows_a_password(server: Server, debug: str, tmp_path: Path) -> None:
    right, wrong = server.new(), server.url("nowhere")
    commands = [
        ["grade", str(tmp_path), str(tmp_path), "--gradebook", wrong],
        ["gradebook", "list", "--gradebook", right],
        ["gradebook", "list", "--gradebook", wrong],
        ["gradebook", "list", "--gradebook", wrong.replace("//", "/", 1)],
        ["gradebook", "list", wrong],
        ["gradebook", wrong],
        [wrong],
        ["report", wrong],
        ["report", wrong, "--student", "s1", wrong],
        ["export", "table", str(tmp_path / "x.csv"), "--gradebook", wrong],
        ["review", "--gradebook", wrong],
        ["grade", wrong],
        ["check", wrong],
        ["validate", wrong],
        ["import", wrong, str(tmp_path / "out")],
        ["doctor", f"--gradebook={wrong}"],
    ]
    for command in commands:
        done = CliRunner().invoke(cli, command, env={"GRADER_DEBUG": debug})
        assert done.exit_code == 2, (command, done.output)
        assert done.output.startswith("error: "), (command, done.output)
        assert PASSWORD not in done.output, command
