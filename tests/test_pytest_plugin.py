"""The plugin under real pytest, in processes of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from xmlschema import XMLSchema

from tests.cli import class_problem
from tests.cli.class_problem import WORK

NAMES = ("f1", "f2", "f3", "f4")
HIDDEN = "  - {id: f5, points: 1, call: f4(), equals: 4, visibility: hidden}\n"
# What a student would write to pass everything, and to leave a trace of it.
CHEAT = """\
import pathlib
pathlib.Path({mark!r}).write_text("run")
import pytest
@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    report.outcome = "passed"
    return report
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    class_problem.make(tmp_path / "problems")
    (tmp_path / "problems" / "hw.yaml").unlink()
    spec = tmp_path / "problems" / "net" / "problem.yaml"
    spec.write_text(spec.read_text() + HIDDEN)
    (tmp_path / "s1").mkdir()
    (tmp_path / "s1" / "net.py").write_bytes(WORK[2])
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={**kept, "NO_COLOR": "1"}
    )


def graded(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "--grader-submission=s1", *arguments)


def test_each_check_is_a_test_and_says_why_it_failed(course: Path) -> None:
    done = graded(course, "-v")
    assert done.returncode == 1
    assert "2 failed, 2 passed, 1 skipped" in done.stdout
    assert "net::f1 PASSED" in done.stdout
    assert "the result is -1, expected 3" in done.stdout
    assert "hidden: the course sees how it went" in run(course, "--grader-submission=s1", "-rs").stdout
    assert "Traceback" not in done.stdout
    # The header names the interpreter, whose path is the clone's own affair.
    assert "grader/" not in done.stdout.replace("pytest_plugin.py", "").replace(sys.prefix, "")


def test_selection_stopping_and_processes(course: Path) -> None:
    assert "1 passed, 4 deselected" in graded(course, "-k", "net::f1").stdout
    assert "1 failed, 2 passed" in graded(course, "-x").stdout
    assert "2 failed, 2 passed, 1 skipped" in graded(course, "-n", "2").stdout


def test_junit_bears_points_and_scores(course: Path) -> None:
    graded(course, "--junitxml=out.xml", "-n", "1")
    XMLSchema(Path(__file__).parent / "reports" / "junit.xsd").validate(course / "out.xml")
    cases = {case.attrib["name"]: case for case in ET.parse(course / "out.xml").iter("testcase")}
    assert sorted(name.rpartition("::")[2] for name in cases) == [*NAMES, "f5"]
    properties = {
        name.rpartition("::")[2]: {one.attrib["name"]: one.attrib["value"] for one in case.iter("property")}
        for name, case in cases.items()
    }
    assert properties["f2"] == {"points": "1", "score": "1", "verdict": "passed"}
    assert properties["f3"] == {"points": "1", "score": "0", "verdict": "failed"}
    assert properties["f5"]["verdict"] == "hidden"


@pytest.mark.parametrize("name", ["conftest.py", "sitecustomize.py", "test_mine.py", "usercustomize.py"])
def test_code_of_the_submission_never_runs_in_pytest(course: Path, name: str) -> None:
    mark = course / "mark"
    (course / "s1" / name).write_text(CHEAT.format(mark=str(mark)))
    done = graded(course)
    assert "2 failed, 2 passed, 1 skipped" in done.stdout
    assert not mark.exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pytest.ini", "[pytest]\naddopts = -q\n"),
        ("pyproject.toml", '[tool.pytest.ini_options]\naddopts = "-q"\n'),
        ("tox.ini", "[pytest]\naddopts = -q\n"),
    ],
)
def test_pytest_configured_by_the_submission_stops_at_once(course: Path, name: str, text: str) -> None:
    mark = course / "mark"
    (course / "s1" / "conftest.py").write_text(CHEAT.format(mark=str(mark)))
    (course / "s1" / name).write_text(text)
    inside = run(course / "s1", "--grader-submission=.", "--grader-problems=../problems")
    pointed = graded(course, "-c", f"s1/{name}")
    in_two_words = run(
        course, "--grader-submission", "s1"
    )  # pytest takes it for a path until it knows the option
    for done in (inside, pointed, in_two_words):
        assert done.returncode == pytest.ExitCode.USAGE_ERROR
        assert "lies inside the submission" in done.stderr
    assert "2 failed, 2 passed, 1 skipped" in graded(course).stdout
    assert not mark.exists()


def test_bad_usage_is_told_in_one_line_and_a_hint(course: Path) -> None:
    done = graded(course, "--grader-problems=problms")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "problms" in done.stderr
    assert "Traceback" not in done.stderr


def test_unused_it_imports_nothing_of_the_grader(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(
        "import sys\n\n\ndef test_modules():\n"
        "    held = {n for n in sys.modules if n.partition('.')[0] in ('grader', 'numpy', 'torch', 'pydantic')}\n"
        "    assert held == {'grader', 'grader.pytest_plugin'}\n"
    )
    done = run(tmp_path, "-q")
    assert done.returncode == 0, done.stdout
