"""`grader` where there is no fork and no Linux: the same verdicts, and it is said that nothing confined the code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.cli.edge import FAILURE, PASSED, USAGE

ROOT = Path(__file__).parents[2]
SPEC = """
format_version: 1
id: doubled
title: Twice x
framework: numpy
dtype: float64
submit: {module: doubled.py, answers: answers.yaml}
limits: {wall_time_s: 2, cpu_time_s: 2}
values: {x: [1, 2, 3], X: {random: normal, shape: [7]}}
checks:
  - {id: by-hand, call: double(x), equals: [2.0, 4.0, 6.0]}
  - {id: raising, call: halve(x), equals: [0.5, 1.0, 1.5]}
  - {id: endless, call: loop(x), equals: 0}
  - {id: leaving, call: leave(x), equals: 0}
  - {id: own, source: doubled.py, complies: {forbid: [numpy.linalg]}}
  - {id: written, answer: dimension, equals: 7}
  - {id: fresh, call: double(X), matches_reference: {}, visibility: hidden}
misconceptions:
  - {id: squared, when: {swap: {double: square}}, feedback: That is the square.}
"""
REFERENCE = """
def double(x): return 2 * x
def halve(x): return x / 2
def loop(x): return 0
def leave(x): return 0
"""
WORK = """
import os
import numpy as np
def double(x):
    print("so far, سلام")
    return x * x
def halve(x): return np.linalg.inv(x)
def loop(x):
    while True: pass
def leave(x): os._exit(3)
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    files = {
        "course/doubled/problem.yaml": SPEC,
        "course/doubled/reference.py": REFERENCE,
        "course/doubled/misconceptions.py": "def square(x): return x * x\n",
        "class/s01/doubled.py": WORK,
        "class/s01/answers.yaml": "dimension: 7\n",
        "class/s02/doubled.py": REFERENCE,
        "class/s02/answers.yaml": "dimension: ۷\n",
        "class/s03/doubled.ipynb": json.dumps(
            {
                "cells": [
                    {"cell_type": "code", "source": "%time 1\n1 / 0"},
                    {"cell_type": "code", "source": REFERENCE},
                ]
            }
        ),
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def there(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """`grader` on another system."""
    command = [sys.executable, "-m", "tests.other_system", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def here(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    variables = {**os.environ, **environment}
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False, env=variables
    )


def told(done: subprocess.CompletedProcess[str]) -> list[Any]:
    """All that a report says of problems, but for what differs from run to run."""
    assert done.stderr == ""
    problems = [problem for one in json.loads(done.stdout)["submissions"] for problem in one["problems"]]
    for problem in problems:
        for check in problem["checks"]:
            del check["wall_time_s"]
    return problems


def test_what_is_hidden_there_is_not_to_be_had() -> None:
    source = "from tests import other_system; other_system.enter(); import grader.sandbox.forks"
    done = subprocess.run(
        [sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "ModuleNotFoundError" in done.stderr


@pytest.mark.parametrize(("student", "code"), [("s01", FAILURE), ("s02", PASSED), ("s03", FAILURE)])
def test_check_says_the_same_everywhere(course: Path, student: str, code: int) -> None:
    arguments = ("check", course / "class" / student, "--problems", course / "course", "--format", "json")
    elsewhere, forced = there(*arguments), here(*arguments, GRADER_SANDBOX="portable")
    assert told(elsewhere) == told(forced) == told(here(*arguments))
    assert elsewhere.returncode == forced.returncode == code
    isolation = {"tier": "portable", "layers": []}
    assert json.loads(elsewhere.stdout)["run"]["isolation"] == isolation
    assert json.loads(forced.stdout)["run"]["isolation"] == isolation


@pytest.mark.parametrize(("language", "words"), [("en", "nothing confined it"), ("fa", "بدون حصار")])
def test_people_are_told_that_nothing_confined_the_code(course: Path, language: str, words: str) -> None:
    done = there("check", course / "class" / "s02", "--problems", course / "course", "--lang", language)
    assert words in " ".join(done.stdout.split())


def test_a_class_is_graded_unless_confinement_is_asked_for(course: Path) -> None:
    arguments = ("grade", course / "course", course / "class", "--out", course / "out", "--format", "json")
    done = there(*arguments)
    assert done.returncode == PASSED, done.stderr
    assert [one["score"] for one in json.loads(done.stdout)["submissions"]] == [1.0, 7.0, 6.0]
    strict = there(*arguments, "--isolation", "strict")
    assert strict.returncode == USAGE
    assert "does not confine" in strict.stderr
    assert "hint: " in strict.stderr


def test_doctor_says_so(course: Path) -> None:
    done = there("doctor")
    assert done.returncode == FAILURE
    assert "the portable tier" in done.stdout
    assert "✓ numpy" in done.stdout


def test_another_word_for_the_sandbox_is_refused(course: Path) -> None:
    done = here("check", course / "class" / "s02", "--problems", course / "course", GRADER_SANDBOX="docker")
    assert done.returncode == USAGE
    assert "GRADER_SANDBOX is 'docker'" in done.stderr
