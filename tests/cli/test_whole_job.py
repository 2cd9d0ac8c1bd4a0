"""The instructor's whole job on the command line: an LMS's zip graded, cut off, gone on with, and uploaded again."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader import reports
from grader.cli.edge import cli
from grader.gradebook import Decision, Gradebook
from tests.cli import class_problem
from tests.cli.class_problem import WORK
from tests.intake import lms

ROOT = Path(__file__).parents[2]
STUDENTS = 300


def run(*arguments: object) -> Result:
    done = CliRunner().invoke(cli, [str(one) for one in arguments])
    assert done.exit_code == 0, done.output
    return done


def grade(assignment: Path, source: Path, out: Path, *more: str) -> Result:
    return run("grade", assignment, source, "--out", out, "--seed", 1, *more)


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


@pytest.fixture
def assignment(tmp_path: Path) -> Path:
    return class_problem.make(tmp_path / "problems")


@pytest.mark.slow
def test_moodle_from_the_zip_to_the_worksheet(tmp_path: Path, assignment: Path) -> None:
    download = lms.moodle(STUDENTS, WORK)
    (tmp_path / "class.zip").write_bytes(download.zip())
    grade(assignment, tmp_path / "class.zip", tmp_path / "out")
    worksheet = (
        "Identifier,Full name,Grade,Maximum Grade,Grade can be changed,Last modified (grade),Feedback\n"
    )
    worksheet += "".join(f"Participant {key},,,4,Yes,-,\n" for key in [*download.points, "99999"])
    (tmp_path / "sheet.csv").write_text(worksheet)
    run(
        "export",
        "moodle",
        tmp_path / "up.csv",
        "--sheet",
        tmp_path / "sheet.csv",
        "--gradebook",
        tmp_path / "out/gradebook.db",
    )

    uploaded = {
        row["Identifier"].removeprefix("Participant "): row["Grade"] for row in rows(tmp_path / "up.csv")
    }
    assert uploaded == {**{key: str(points) for key, points in download.points.items()}, "99999": ""}


@pytest.mark.slow
def test_canvas_from_the_zip_to_the_gradebook(tmp_path: Path, assignment: Path) -> None:
    download = lms.canvas(STUDENTS, WORK)
    (tmp_path / "class.zip").write_bytes(download.zip())
    roster = ["student,name,lms_id,submitted_at"]
    for key, name in download.names.items():
        time_of = "2025-11-06T20:00:00+03:30" if key in download.late else "2025-11-05T20:00:00+03:30"
        roster.append(f"u{key},{name},{key},{time_of}")
    (tmp_path / "roster.csv").write_text("\n".join(roster))
    grade(assignment, tmp_path / "class.zip", tmp_path / "out", "--roster", str(tmp_path / "roster.csv"))
    book = "Student,ID,SIS User ID,SIS Login ID,Section,Homework 3 (71)\n    Points Possible,,,,,4\n"
    book += "".join(f'"{key}, X",1{key},u{key},,A,\n' for key in download.names)
    (tmp_path / "book.csv").write_text(book)
    run(
        "export",
        "canvas",
        tmp_path / "up.csv",
        "--sheet",
        tmp_path / "book.csv",
        "--gradebook",
        tmp_path / "out/gradebook.db",
    )

    uploaded = {row["SIS User ID"]: row["Homework 3 (71)"] for row in rows(tmp_path / "up.csv")[1:]}
    due = {
        f"u{key}": (points or 0) * (0.9 if key in download.late else 1)
        for key, points in download.points.items()
    }
    assert {key: float(grade) for key, grade in uploaded.items()} == pytest.approx(due)
    assert len(uploaded) == STUDENTS


def contents(out: Path) -> dict[str, object]:
    """What a gradebook says, apart from times and the names of runs."""
    where = ("--gradebook", out / "gradebook.db", "--format", "json")
    listed = json.loads(run("gradebook", "list", *where).stdout)
    history = {
        row["student"]: [
            (one["what"], one["grade"], one["by"])
            for one in json.loads(run("gradebook", "history", row["student"], *where).stdout)
        ]
        for row in listed[::10]
    }
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    checks = re.sub(r'"wall_time_s": [0-9.e-]+', "", json.dumps(report["submissions"]))
    return {
        "listed": listed,
        "history": history,
        "checks": checks,
        "grades": (out / "grades.csv").read_text(),
    }


@pytest.mark.slow
def test_killed_at_any_moment_and_begun_again(tmp_path: Path, assignment: Path) -> None:
    (tmp_path / "class.zip").write_bytes(lms.moodle(60, WORK).zip())
    grade(assignment, tmp_path / "class.zip", tmp_path / "whole")

    command = [
        sys.executable,
        "-m",
        "grader",
        "grade",
        assignment,
        tmp_path / "class.zip",
        "--seed=1",
        "--format=quiet",
    ]
    for wait_s in (0.3, 0.8, 1.0, 1.2, 1.5):
        cut = subprocess.Popen(
            [*map(str, command), f"--out={tmp_path / 'cut'}"], cwd=ROOT, start_new_session=True
        )
        time.sleep(wait_s)
        os.killpg(cut.pid, signal.SIGKILL)
        cut.wait()
    subprocess.run([*map(str, command), f"--out={tmp_path / 'cut'}"], cwd=ROOT, check=True)

    assert contents(tmp_path / "cut") == contents(tmp_path / "whole")


@pytest.mark.slow
def test_a_rerun_of_the_same_starts_no_worker(
    tmp_path: Path, assignment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "class.zip").write_bytes(lms.moodle(30, WORK).zip())
    grade(assignment, tmp_path / "class.zip", tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").glob("*.*") if path.suffix != ".db"}

    def refuse(*_: object) -> None:
        raise AssertionError("a worker was started")

    monkeypatch.setattr("grader.sandbox.nursery.Nursery._family", refuse)
    for bytecode in Path(reports.__file__).parent.rglob("*.pyc"):
        bytecode.touch()  # as by a process that was the first to import what renders
    again = grade(assignment, tmp_path / "class.zip", tmp_path / "out")
    assert "30 of 30 submissions were graded before" in again.output
    assert {
        name: (tmp_path / "out" / name).read_bytes() for name in before if not name.startswith("gradebook")
    } == {name: body for name, body in before.items() if not name.startswith("gradebook")}


@pytest.mark.slow
def test_a_regrade_is_looked_at_before_it_counts(tmp_path: Path, assignment: Path) -> None:
    (tmp_path / "class.zip").write_bytes(lms.moodle(20, WORK).zip())
    out = tmp_path / "out"
    book = ("--gradebook", out / "gradebook.db")
    grade(assignment, tmp_path / "class.zip", out)
    class_problem.make(tmp_path / "problems", version=2, values=(1, 2, 3, -1))  # f4 was right all along as -1
    said = grade(assignment, tmp_path / "class.zip", out).output
    assert "known grades would change" in said
    assert f"look: grader gradebook compare --gradebook {out / 'gradebook.db'}" in said

    compared = run("gradebook", "compare", *book, "--format", "json").stdout
    by = {row["student"]: row["by"] for row in json.loads(compared)}
    assert by["4004"] == "-1"
    assert by["4001"] == "+1"
    before = json.loads(run("gradebook", "list", *book, "--format", "json").stdout)
    run("gradebook", "accept", *book, "--reason", "f4 was wrong in the spec", "--by", "prof")
    after = json.loads(run("gradebook", "list", *book, "--format", "json").stdout)
    moved = {a["student"]: float(b["grade"]) - float(a["grade"]) for a, b in zip(before, after, strict=True)}
    assert {student for student, gain in moved.items() if gain} == set(by)
    history = json.loads(run("gradebook", "history", "4001", *book, "--format", "json").stdout)
    assert [(row["what"], row["by"], row["why"]) for row in history] == [
        ("graded", "grader", ""),
        ("accepted", "prof", "f4 was wrong in the spec"),
    ]


def test_what_a_decision_did_to_the_grade_is_said(tmp_path: Path, assignment: Path) -> None:
    (tmp_path / "in" / "s1").mkdir(parents=True)
    (tmp_path / "in" / "s1" / "net.py").write_bytes(WORK[2])
    grade(assignment, tmp_path / "in", tmp_path / "out")
    by_hand = ("--gradebook", tmp_path / "out" / "gradebook.db", "--reason", "oral")

    def override(*arguments: str) -> str:
        return run("gradebook", "override", "s1", *arguments, *by_hand).output.strip()

    assert override("1", "--check", "net/f3") == "s1: net/f3 set to 1; grade 3, was 2"
    assert override("4") == "s1: set to 4; grade 4, was 3"
    assert override("0", "--check", "net/f3") == "s1: net/f3 set to 0; grade 4, as before"
    assert override("none") == "s1: as graded again; grade 2, was 4"


def test_a_decision_while_another_attempt_is_graded(
    tmp_path: Path, assignment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in" / "s1").mkdir(parents=True)
    (tmp_path / "in" / "s1" / "net.py").write_bytes(WORK[2])
    out = tmp_path / "out"
    grade(assignment, tmp_path / "in", out)
    (tmp_path / "in" / "s1@2").mkdir()
    (tmp_path / "in" / "s1@2" / "net.py").write_bytes(WORK[1])
    decide = Gradebook.decide

    def beside_a_grader(book: Gradebook, name: str | None, *decisions: Decision) -> None:
        decide(book, name, *decisions)
        grade(assignment, tmp_path / "in", out)

    monkeypatch.setattr(Gradebook, "decide", beside_a_grader)
    book = ("--gradebook", out / "gradebook.db")
    said = run("gradebook", "override", "s1", "1", "--check", "net/f3", *book, "--reason", "oral").output
    assert said == "s1: net/f3 set to 1; attempt 1: grade 3, was 2\n"


def test_tables_of_the_gradebook_keep_times_whole_in_80_columns(
    tmp_path: Path, assignment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    (tmp_path / "in" / "s1").mkdir(parents=True)
    (tmp_path / "in" / "s1" / "net.py").write_bytes(WORK[2])
    grade(assignment, tmp_path / "in", tmp_path / "out")
    book = ("--gradebook", tmp_path / "out" / "gradebook.db")
    run("gradebook", "override", "s1", 3, *book, "--reason", "an oral examination, as two of us agreed")
    for asked in (("runs",), ("history", "s1"), ("assignments",)):
        said = run("gradebook", *asked, *book).output
        assert re.search(r"\b\d{4}-\d\d-\d\d \d\d:\d\d\b", said), said
        assert max(map(len, said.splitlines())) <= 80


HOSTILE = "\x1b[2J\x1b]0;root\x07[red]<script>\u202egpj.exe\r=HYPERLINK(1)"


@pytest.mark.parametrize("form", ["table", "json"])
def test_hostile_names_and_reasons_are_only_text(tmp_path: Path, assignment: Path, form: str) -> None:
    (tmp_path / "in" / "s1").mkdir(parents=True)
    (tmp_path / "in" / "s1" / "net.py").write_bytes(WORK[2])
    with (tmp_path / "roster.csv").open("w", encoding="utf-8", newline="") as roster:
        csv.writer(roster).writerows([("student", "name"), ("s1", HOSTILE)])
    out, book = tmp_path / "out", str(tmp_path / "out" / "gradebook.db")
    shown = [grade(assignment, tmp_path / "in", out, "--roster", str(tmp_path / "roster.csv")).output]
    run("gradebook", "override", "s1", "3", "--gradebook", book, "--by", HOSTILE, "--reason", HOSTILE)

    asked = (("list",), ("assignments",), ("runs",), ("history", "s1"), ("compare",))
    shown += [run("gradebook", *one, "--gradebook", book, "--format", form).output for one in asked]

    together = "".join(shown)
    assert together.count("script") >= 3  # told, not hidden
    assert not set(together) & set("\x1b\x07\u202e\r")


def test_import_then_grade(tmp_path: Path, assignment: Path) -> None:
    (tmp_path / "class.zip").write_bytes(lms.canvas(9, WORK).zip())
    said = run("import", tmp_path / "class.zip", tmp_path / "class", "--problems", assignment)
    assert "9 submissions (named as by Canvas)" in said.output
    assert f"next: grader grade {assignment} {tmp_path / 'class'}" in said.output
    assert "replaced by a later upload" in said.output
    grade(assignment, tmp_path / "class", tmp_path / "out")
    points = {row["student"]: float(row["score"]) for row in rows(tmp_path / "out" / "grades.csv")}
    assert points == {key: float(value or 0) for key, value in lms.canvas(9, WORK).points.items()}


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("gradebook", "list", "--gradebook", "none.db"), "there is no gradebook none.db"),
        (("export", "moodle", "x.csv", "--gradebook", "none.db"), "there is no gradebook none.db"),
        (("gradebook", "extend", "s01", "tomorrow", "--reason", "x"), "no time with a UTC offset"),
        (("gradebook", "override", "s01", "ten"), "missing option '--reason'"),
    ],
)
def test_usage(arguments: tuple[str, ...], what: str) -> None:
    done: Callable[..., Result] = CliRunner().invoke
    refused = done(cli, list(arguments))
    assert refused.exit_code == 2
    assert what in refused.output.lower() or what in refused.output
