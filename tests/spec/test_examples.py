"""A problem's examples, and their expected outcomes."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from grader.core.problem import Problem
from grader.errors import SpecError
from grader.spec import load, load_examples
from tests.problem_folder import make

BODY = """\
checks:
  - {id: output, call: f(1), equals: 1}
misconceptions:
  - {id: no-relu, when: {swap: {f: wrong_f}}, feedback: No.}
"""
CODE = {"reference.py": "def f(x):\n    return x\n", "misconceptions.py": "def wrong_f(x):\n    return -x\n"}


@pytest.fixture
def problem(tmp_path: Path) -> Problem:
    [assigned] = load(make(tmp_path / "p", BODY, CODE)).problems
    return assigned.problem


def add(problem: Problem, name: str, **files: str) -> None:
    folder = Path(problem.folder) / "examples" / name
    folder.mkdir(parents=True)
    for file, text in files.items():
        (folder / file.replace("_yaml", ".yaml").replace("_py", ".py")).write_text(text, encoding="utf-8")


def test_an_example_is_a_submission_with_its_outcome(problem: Problem) -> None:
    outcome = "score: 0.1\nchecks: {output: failed}\nmisconceptions: [no-relu]\n"
    add(problem, "wrong", work_py="x", expected_yaml=outcome)
    add(problem, "open", expected_yaml="{}")
    opened, wrong = load_examples(problem)
    assert (wrong.name, wrong.files) == ("wrong", {"work.py": b"x"})
    assert (wrong.score, wrong.checks, wrong.misconceptions) == (
        Fraction(1, 10),
        {"output": "failed"},
        ("no-relu",),
    )
    assert (opened.files, opened.score, opened.checks, opened.misconceptions) == ({}, None, {}, None)


def test_a_problem_may_have_none(problem: Problem) -> None:
    assert load_examples(problem) == ()


def test_every_fault_of_every_outcome_is_told(problem: Problem) -> None:
    add(problem, "a", work_py="x")
    add(
        problem,
        "b",
        expected_yaml="checks: {outputs: passed, output: pased}\nmisconceptions: [no-rule]\nscor: 1\n",
    )
    with pytest.raises(SpecError) as caught:
        load_examples(problem)
    assert all(fault.hint for fault in caught.value.faults)
    told = [(Path(fault.path).parent.name, fault.line, fault.what) for fault in caught.value.faults]
    assert told == [
        ("a", 1, "the example states no outcome"),
        ("b", 1, "there is no check `outputs`"),
        ("b", 1, "`output` cannot be `pased`"),
        ("b", 2, "there is no misconception `no-rule`"),
        ("b", 3, "unknown key `scor`"),
    ]
