"""The edge of the command line: exit codes, and errors that say what and what to do, never with a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len

from grader.cli.edge import COMMANDS, FAILURE, PASSED, UNGRADED, USAGE, cli

SPEC = """
format_version: 1
id: doubled
title: {en: Twice x, fa: دو برابر}
framework: numpy
dtype: float64
submit: {module: doubled.py}
values: {x: [1, 2, 3], X: {random: normal, shape: [7]}}
checks:
  - {id: by-hand, call: double(x), equals: [2.0, 4.0, 6.0]}
  - {id: fresh, call: double(X), matches_reference: {}, visibility: hidden}
"""
RIGHT = "def double(x):\n    return 2 * x\n"
WRONG = "def double(x):\n    print('so far')\n    return x\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "course" / "doubled"
    folder.mkdir(parents=True)
    (folder / "problem.yaml").write_text(SPEC, encoding="utf-8")
    (folder / "reference.py").write_text(RIGHT, encoding="utf-8")
    for student, source in (("s01", RIGHT), ("s02", WRONG)):
        (tmp_path / "class" / student).mkdir(parents=True)
        (tmp_path / "class" / student / "doubled.py").write_text(source, encoding="utf-8")
    return tmp_path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], prog_name="grader")


def test_a_failing_class_is_no_error_of_grade(course: Path) -> None:
    done = run("grade", course / "course", course / "class", "--out", course / "out", "--format", "json")
    assert done.exit_code == PASSED
    told = json.loads(done.stdout)
    assert [one["score"] for one in told["submissions"]] == [2.0, 0.0]
    assert told == json.loads((course / "out" / "report.json").read_text(encoding="utf-8"))
    for name in ("report.html", "grades.csv", "junit.xml"):
        assert (course / "out" / name).stat().st_size > 0


def test_quiet_prints_nothing(course: Path) -> None:
    done = run("grade", course / "course", course / "class", "--out", course / "out", "--format", "quiet")
    assert (done.exit_code, done.stdout) == (PASSED, "")


def test_check_ends_by_what_is_visible(course: Path) -> None:
    assert run("check", course / "class" / "s01", "--problems", course / "course").exit_code == PASSED
    wrong = run("check", course / "class" / "s02", "--problems", course / "course")
    assert wrong.exit_code == FAILURE
    assert "so far" in wrong.stdout
    assert "by-hand" in wrong.stdout


def test_check_tells_nothing_of_hidden_checks(course: Path) -> None:
    told = run("check", course / "class" / "s02", "--problems", course / "course", "--format", "json")
    report = json.loads(told.stdout)
    assert report["viewer"] == "student"
    [problem] = report["submissions"][0]["problems"]
    hidden = next(check for check in problem["checks"] if check["id"] == "fresh")
    assert (hidden["verdict"], hidden["score"], hidden["feedback"]) == (None, None, "")


def test_what_cannot_be_judged_ends_with_3(course: Path) -> None:
    (course / "course" / "doubled" / "reference.py").write_text(
        "def double(x):\n    return 1 / 0\n", encoding="utf-8"
    )
    done = run("grade", course / "course", course / "class", "--out", course / "out", "--format", "quiet")
    assert done.exit_code == UNGRADED
    [first, _] = json.loads((course / "out" / "report.json").read_text(encoding="utf-8"))["submissions"]
    assert (first["status"], first["grade"]) == ("ungraded", None)


def test_validate_ends_with_1_for_a_wrong_reference(course: Path) -> None:
    assert run("validate", course / "course").exit_code == PASSED
    (course / "course" / "doubled" / "reference.py").write_text(
        "def double(x):\n    return 3 * x\n", encoding="utf-8"
    )
    done = run("validate", course / "course")
    assert done.exit_code == FAILURE
    assert "by-hand" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "what", "hint"),
    [
        (["grade", "nowhere"], "error: there is nothing at nowhere", "hint: give an assignment file"),
        (["grdae"], "error: no such command: grdae", "hint: did you mean grade?"),
        (["grade", "--sed", "1"], "error: no such option", "hint: did you mean --seed"),
        (["grade", "--device", "gpu"], "is not auto, cpu, cuda or cuda:N", "hint: "),
        (["validate", "--seed", "x"], "error: ", "hint: grader validate --help"),
        (["new", "Not An Id"], "is no id", "hint: such as not-an-id"),
    ],
)
def test_a_slip_of_the_keyboard_is_a_usage_error_with_a_hint(
    arguments: list[str], what: str, hint: str
) -> None:
    done = run(*arguments)
    assert done.exit_code == USAGE
    assert what in done.stderr
    assert hint in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_spec_tells_every_fault_with_its_place(course: Path) -> None:
    spec = course / "course" / "doubled" / "problem.yaml"
    spec.write_text(SPEC.replace("points", "").replace("call: double(x)", "cal: double(y)"), encoding="utf-8")
    done = run("grade", course / "course", course / "class")
    assert done.exit_code == USAGE
    assert "problem.yaml:10:" in done.stderr
    assert "unknown key `cal`; did you mean `call`?" in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    done = run(command, "--help")
    assert done.exit_code == PASSED
    assert done.stdout.startswith("Usage: ")


def test_plain_output_has_no_colour_and_fits_80_columns(course: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "grader", "grade", "course", "class", "--lang", "fa"],
        cwd=course,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert "\x1b" not in done.stdout
    assert max(map(cell_len, done.stdout.splitlines())) <= 80
