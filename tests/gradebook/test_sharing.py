"""Several graders at one gradebook: what one is at no other does, and what a dead one left is done by another."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, create_engine, insert, select, text, update

from grader.cli.edge import cli
from grader.core.settlement import Received, settled
from grader.core.terms import Terms
from grader.errors import GradebookError
from grader.gradebook import Gradebook, open_gradebook
from grader.gradebook import tables as t
from grader.gradebook.database import Database
from grader.schedule.shared import Taken, shared_out
from tests import problem_folder
from tests.gradebook.conftest import CONDITIONS, Grader, hand_in, judged, rows
from tests.postgres import PASSWORD, Server

ROOT = Path(__file__).parents[2]
STUDENTS = 24

# Takes the work of s01, unless it is known or another is at it; records it when it is told to, and waits.
OTHER = """
import os, sys
from itertools import count
from tests.gradebook.conftest import CONDITIONS, ESSAY, NET, Grader, hand_in, judged
from grader.core.problem import Assigned, Assignment
from grader.core.settlement import Received, settled
from grader.core.terms import Terms
from grader.core.text import Text
from grader.gradebook import open_gradebook

assignment = Assignment(id=sys.argv[2], title=Text("a"), problems=(Assigned(problem=NET), Assigned(problem=ESSAY)))
recorder = open_gradebook(sys.argv[1]).begin(assignment, CONDITIONS, str(os.getpid()), "2025-11-06T08:00:00+00:00")
submission = hand_in("s01")
known = recorder.take(submission)
print("elsewhere" if known is None else "known" if known else "taken", flush=True)
sys.stdin.readline()
problems = [judged(NET, {}), judged(ESSAY, {})]
recorder.record(submission, problems, settled(Received.of(submission), problems, Terms.of(assignment)))
print("recorded", flush=True)
sys.stdin.readline()
"""


@contextmanager
def another(location: str, assignment: str, finds: str = "taken") -> Iterator[subprocess.Popen[str]]:
    """Another driver, which has taken the work of s01, or has found it `known` or `elsewhere`."""
    command = [sys.executable, "-c", OTHER, location, assignment]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == f"{finds}\n"
            yield process
        finally:
            process.kill()


def test_what_another_is_at_is_left_to_it(grader: Grader, location: str) -> None:
    recorder = grader()
    with another(location, grader.assignment.id) as other:
        assert recorder.take(hand_in("s01")) is None
        assert recorder.take(hand_in("s01", attempt=2)) == {}
        assert recorder.take(hand_in("s02")) == {}
        assert other.stdin is not None
        assert other.stdout is not None
        print(file=other.stdin, flush=True)
        assert other.stdout.readline() == "recorded\n"
        known = recorder.take(hand_in("s01"))
    assert known is not None
    assert sorted(known) == ["essay", "net"]
    with another(location, grader.assignment.id, finds="known"):
        pass


def test_other_conditions_make_other_work(grader: Grader, location: str) -> None:
    with another(location, grader.assignment.id):
        grader.conditions = replace(CONDITIONS, device="cuda:0")
        assert grader().take(hand_in("s01")) == {}


def test_what_a_dead_one_had_taken_comes_last(grader: Grader, location: str) -> None:
    recorder = grader()
    first, second, third = hand_in("s01"), hand_in("s02"), hand_in("s03")
    with another(location, grader.assignment.id) as other, ThreadPoolExecutor(1) as pool:
        shared = shared_out([first, second, third], 2, recorder)
        assert next(shared) == Taken(submission=second, known={})
        assert next(shared) == Taken(submission=third, known={})
        assert next(shared) is None  # what was taken is to be recorded first
        waiting = pool.submit(next, shared)
        assert not waiting.done()
        other.kill()
        assert waiting.result(60) == Taken(submission=first, known={})
    with another(location, grader.assignment.id, finds="elsewhere"):
        assert list(shared) == []
    problems = [judged(one.problem, {}) for one in grader.assignment.problems]
    terms = Terms.of(grader.assignment)
    recorder.record(first, problems, settled(Received.of(first), problems, terms))
    with another(location, grader.assignment.id, finds="known"):
        pass


def test_a_grade_by_another_is_not_written_twice(grader: Grader, book: Gradebook, location: str) -> None:
    """Two runs began before either wrote anything."""
    with open_gradebook(location) as elsewhere:
        other = Grader(elsewhere, grader.assignment, runs=iter([7]))
        recorder = grader()
        other(hand_in("s01"))
        assert recorder.take(hand_in("s01")) is not None
    grader(hand_in("s01"))
    assert rows(location, "select count(*) from grades") == [(1,)]
    assert rows(location, "select count(*) from results") == [(2,)]


def test_claims_are_open_to_whom_the_file_is(file: str) -> None:
    open_gradebook(file).__exit__()
    Path(file).chmod(0o666)
    database = Database(file)
    assert database.take(7)
    assert Path(f"{file}-claims").stat().st_mode & 0o777 == 0o666
    database.close()


def test_claims_that_cannot_be_opened_are_not_another_s(file: str) -> None:
    database = Database(file)
    Path(f"{file}-claims").unlink()
    Path(f"{file}-claims").symlink_to("elsewhere")
    database.close()
    with pytest.raises(GradebookError, match="cannot be opened"):
        database.take(7)


def test_all_may_open_it_first(location: str) -> None:
    with ThreadPoolExecutor(6) as pool:
        books = list(pool.map(open_gradebook, [location] * 6))
    assert len({book.secret("a") for book in books}) == 1
    for book in books:
        book.__exit__()


def test_writers_take_turns(location: str) -> None:
    """Each adds one to what it read; none has to do so twice."""
    database = Database(location)
    database.write(lambda connection: connection.execute(insert(t.problems).values(_counter(0))))
    tries = []

    def add(connection: Connection) -> None:
        tries.append(connection)
        _count(connection)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: database.write(add), range(40)))
    database.close()
    assert rows(location, "select version from problems") == [(40,)]
    assert len(tries) == 40


def test_who_stops_in_the_middle_loses_the_turn(server: Server) -> None:
    """The server ends a transaction of which nothing is heard, but no reader."""
    database = Database(server.new())

    def limit(connection: Connection) -> str:
        asked = text("SHOW idle_in_transaction_session_timeout")
        return str(connection.execute(asked).scalar_one())

    with database.reading() as connection:
        assert limit(connection) == "0"
    assert database.write(limit) == "30s"
    with database.reading() as connection:
        assert limit(connection) == "0"
    database.close()


def test_a_machine_that_says_no_farewell_is_missed_soon(server: Server) -> None:
    """Its claims end within a minute or so."""
    database = Database(server.new())
    asked = "SELECT name, setting FROM pg_settings WHERE name LIKE 'tcp_keepalives_%'"
    with database.reading() as connection:
        after_s = {name: int(setting) for name, setting in connection.execute(text(asked))}
    database.close()
    idle_s, interval_s, count = (after_s[f"tcp_keepalives_{name}"] for name in ("idle", "interval", "count"))
    assert 0 < idle_s + interval_s * count <= 60


def test_readers_see_one_state(grader: Grader, location: str) -> None:
    grader(hand_in("s01"))
    with open_gradebook(location) as elsewhere, elsewhere.reading() as reader:
        assert len(reader.standing()) == 1
        grader(hand_in("s02"))
        assert len(reader.standing()) == 1


def test_a_transaction_that_another_program_came_between_runs_again(server: Server) -> None:
    location = server.new()
    database, other = Database(location), create_engine(location)
    database.write(lambda connection: connection.execute(insert(t.problems).values(_counter(0))))
    tries = []

    def meets(connection: Connection) -> None:
        seen = connection.execute(select(t.problems.c.version)).scalar_one()
        tries.append(seen)
        if len(tries) == 1:
            with other.begin() as unqueued:
                _count(unqueued)
        connection.execute(update(t.problems).values(version=seen + 1))

    database.write(meets)
    database.close()
    other.dispose()
    assert tries == [0, 1]
    assert rows(location, "select version from problems") == [(2,)]


def _counter(start: int) -> dict[str, object]:
    return {"problem": "counter", "version": start, "digest": "", "outline": ""}


def _count(connection: Connection) -> None:
    seen = connection.execute(select(t.problems.c.version)).scalar_one()
    connection.execute(update(t.problems).values(version=seen + 1))


# --- whole drivers ------------------------------------------------------------------------------------------


# Says that it is at work, and waits until it may end: the first half for `first`, the others for `last`.
WORK = """
import os, time

def add(a, b):
    open(f"{folder}/begun-{number}-{{os.getpid()}}", "w").close()
    while not os.path.exists("{folder}/{gate}"):
        time.sleep(0.02)
    return {answer}
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A problem, and students whose work ends when the test lets it."""
    spec = "limits: {wall_time_s: 60, total_s: 120}\n"
    spec += "checks:\n  - {id: sum, title: Sum, points: 1, call: 'add(1, 2)', equals: 3}\n"
    problem_folder.make(tmp_path / "sums", spec, {"reference.py": "def add(a, b):\n    return a + b\n"})
    for number in range(STUDENTS):
        work = tmp_path / "class" / f"s{number:02}" / "work.py"
        work.parent.mkdir(parents=True)
        gate = "first" if number < STUDENTS // 2 else "last"
        answer = "a + b" if number % 3 else "0"
        work.write_text(WORK.format(folder=tmp_path, number=number, gate=gate, answer=answer))
    return tmp_path


def grade(course: Path, location: str, out: str) -> list[str]:
    command = ["grade", course / "sums", course / "class", "--out", course / out, "--gradebook", location]
    return [*map(str, command), "--workers=2", "--isolation=none"]


def driver(course: Path, location: str, out: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "grader", *grade(course, location, out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
    )


def until(met: Callable[[], bool]) -> None:
    ends = time.monotonic() + 60
    while not met():
        assert time.monotonic() < ends
        time.sleep(0.1)


@pytest.mark.slow
def test_two_drivers_of_whom_one_is_killed(course: Path, location: str) -> None:
    open_gradebook(location).__exit__()
    killed, other = driver(course, location, "killed"), driver(course, location, "other")
    until(lambda: len(list(course.glob("begun-*"))) == 4)  # both have two workers
    (course / "first").touch()
    until(lambda: len(rows(location, "select run_id from results group by run_id having count(*) > 1")) == 2)
    killed.kill()
    killed.communicate()
    (course / "last").touch()
    said, _ = other.communicate(timeout=60)

    assert (killed.returncode, other.returncode) == (-9, 0), said
    graded = "select count(*), count(distinct attempt_id) from results"
    assert rows(location, graded) == [(STUDENTS, STUDENTS)]
    assert rows(location, "select count(*), count(distinct attempt_id) from grades") == [(STUDENTS, STUDENTS)]
    runs = "select finished_at is not null, count(results.id) > 1 from runs join results on run_id = runs.id"
    assert sorted(rows(location, f"{runs} group by runs.id, finished_at")) == [(False, True), (True, True)]
    torn = "select count(*) from results where id not in (select result_id from check_results)"
    assert rows(location, f"{torn} or id not in (select result_id from entry_results)") == [(0,)]
    report = json.loads((course / "other" / "report.json").read_text())
    assert [one["score"] for one in report["submissions"]] == [float(n % 3 > 0) for n in range(STUDENTS)]

    said += CliRunner().invoke(cli, grade(course, location, "killed")).output
    assert f"{STUDENTS} of {STUDENTS} submissions were graded before" in said
    assert rows(location, graded) == [(STUDENTS, STUDENTS)]

    left = [path.read_bytes() for path in course.rglob("*") if path.is_file()]
    assert PASSWORD not in said
    assert not [body for body in left if PASSWORD.encode() in body]
    held = [rows(location, f"select * from {table}") for table in t.metadata.tables]
    assert PASSWORD not in repr(held)
