"""`grader audit` on a small problem: what checks let through survives, and marks are held to the truth."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli.edge import FAILURE, PASSED, USAGE, cli

SPEC = """
format_version: 1
id: affine
title: Affine map
framework: numpy
dtype: float64
submit: {module: affine.py}
values: {x: [1, 2, 3]}
checks:
  - id: whole
    call: affine(x, 2.5, %s)
    matches_reference: {}
"""
REFERENCE = "def affine(x, a, b):\n    return a * x + b\n"


def problem(folder: Path, third: str) -> Path:
    made = folder / "affine"
    made.mkdir()
    (made / "problem.yaml").write_text(SPEC % third, encoding="utf-8")
    (made / "reference.py").write_text(REFERENCE, encoding="utf-8")
    return made


def audit(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["audit", *arguments])


def test_checks_that_see_everything_kill_everything(tmp_path: Path) -> None:
    done = audit(str(problem(tmp_path, "0.75")), "--format", "json")
    assert done.exit_code == PASSED
    [found] = json.loads(done.stdout)
    assert (found["rate"], found["survivors"], found["ungraded"]) == (1.0, [], 0)
    assert found["killed"] == 2


@pytest.mark.parametrize("marked", [False, True])
def test_a_survivor_is_shown_and_counts_unless_it_is_marked(tmp_path: Path, marked: bool) -> None:
    folder = problem(tmp_path, "0.0")  # with b = 0 nobody sees its sign
    if marked:
        mark = "{function: affine, was: a * x + b, becomes: a * x - b, reason: b is 0 here}"
        (folder / "mutants.yaml").write_text(f"equivalent:\n  - {mark}\n", encoding="utf-8")
    done = audit(str(folder))
    assert done.exit_code == (PASSED if marked else FAILURE)
    assert "+    return (a * x - b)" in done.stdout
    assert ("reason: b is 0 here" in done.stdout) == marked
    assert ("affine: 100.0%" if marked else "affine: 50.0%") in done.stdout


def test_a_mark_that_fits_no_survivor_is_a_failure(tmp_path: Path) -> None:
    folder = problem(tmp_path, "0.75")
    mark = "{function: affine, was: a * x + b, becomes: a * x - b, reason: not so}"
    (folder / "mutants.yaml").write_text(f"equivalent:\n  - {mark}\n", encoding="utf-8")
    done = audit(str(folder))
    assert done.exit_code == FAILURE
    assert "marks a change that does not survive" in done.stdout


def test_a_wrong_mutants_file_is_a_spec_error(tmp_path: Path) -> None:
    folder = problem(tmp_path, "0.75")
    (folder / "mutants.yaml").write_text("equivalent:\n  - {functon: affine}\n", encoding="utf-8")
    done = audit(str(folder))
    assert done.exit_code == USAGE
    assert "mutants.yaml:2:" in done.stderr
    assert "function" in done.stderr
