"""Opening: files that are none of ours, newer ones, older ones, and writers that were killed."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, text

from grader.errors import GradebookError
from grader.gradebook import open_gradebook
from grader.gradebook.upgrades import CURRENT
from tests.gradebook.conftest import tables_of

WRITER = """
import sys
from itertools import count
from tests.gradebook.conftest import CONDITIONS, hand_in, Grader, NET
from grader.core.problem import Assigned, Assignment
from grader.core.text import Text
from grader.gradebook import open_gradebook

book = open_gradebook(sys.argv[1])
assignment = Assignment(id="a", title=Text("a"), problems=(Assigned(problem=NET),))
grade = Grader(book, assignment, runs=count(int(sys.argv[2])))
print("ready", flush=True)
grade(*(hand_in(f"s{n:04}") for n in range(400)))
"""


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("grades: all ten" * 100)
    with pytest.raises(GradebookError, match="not a database"):
        open_gradebook(tmp_path / "x.db")


def test_a_database_of_somebody_else(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute("create table mine (a)")
    with pytest.raises(GradebookError, match="no gradebook"):
        open_gradebook(tmp_path / "x.db")
    assert sqlite3.connect(tmp_path / "x.db").execute("select name from sqlite_master").fetchall() == [
        ("mine",)
    ]


def test_a_newer_gradebook_is_left_alone(location: str) -> None:
    open_gradebook(location).__exit__()
    with tables_of(location) as connection:
        connection.execute(text(f"update gradebook set schema_version = {CURRENT + 1}"))
    with pytest.raises(GradebookError, match="newer grader"):
        open_gradebook(location)


def test_from_the_first_version_every_step_leads_to_the_tables_of_today(location: str) -> None:
    open_gradebook(location).__exit__()
    with tables_of(location) as connection:
        today = columns(connection)
        for back in (
            "drop table decisions",
            "alter table students drop column email",
            "alter table students drop column lms_id",
            "alter table results drop column notes",
            "update gradebook set schema_version = 1",
        ):
            connection.execute(text(back))
    open_gradebook(location).__exit__()
    with tables_of(location) as connection:
        assert columns(connection) == today


def columns(connection: Connection) -> dict[str, object]:
    """Names and types of the columns of each table, and what has an index."""
    seen = inspect(connection)
    return {
        table: (
            sorted((column["name"], str(column["type"])) for column in seen.get_columns(table)),
            sorted((index["name"] or "", *index["column_names"]) for index in seen.get_indexes(table)),
            seen.get_pk_constraint(table)["constrained_columns"],
        )
        for table in seen.get_table_names()
    }


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(GradebookError, match="cannot be opened"):
        open_gradebook(tmp_path)


@pytest.mark.slow
def test_a_writer_killed_at_any_moment_leaves_whole_submissions(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    for number, wait_s in enumerate((0.02, 0.1, 0.2, 0.3, 0.5)):
        command = [sys.executable, "-c", WRITER, str(path), str(1000 * number)]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(wait_s)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        with sqlite3.connect(path) as connection:
            assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
            torn = """select count(*) from results where id not in (select result_id from entry_results)
                or (select count(*) from check_results where result_id = results.id) != 2"""
            assert connection.execute(torn).fetchone() == (0,)
            without = "select count(*) from attempts where id not in (select attempt_id from grades)"
            assert connection.execute(without).fetchone() == (0,)
    subprocess.run(
        [sys.executable, "-c", WRITER, str(path), "9000"], check=True, cwd=Path(__file__).parents[2]
    )
    with sqlite3.connect(path) as connection:
        counts = [
            connection.execute(f"select count(*) from {table}").fetchone()[0]
            for table in ("attempts", "results", "grades")
        ]
    assert counts == [400, 400, 400]
