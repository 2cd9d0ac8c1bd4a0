"""Notebooks as students hand them in, graded by the real engine as their code deserves.

Each folder of `handed_in` is a submission. Its `expected.yaml` says what must come of it: the verdict of each check,
the misconceptions that are named, and what feedback, tracebacks and notes must hold; without `notes` there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from grader.core.problem import Problem
from grader.core.report import ProblemReport
from grader.core.submission import Submission
from grader.grading import AnswerKey, grade_problem
from grader.sandbox.box import Sandbox
from grader.spec import load

HERE = Path(__file__).parent
EXPECTED = "expected.yaml"
HANDED_IN = sorted(path for path in (HERE / "handed_in").iterdir())


@pytest.fixture(scope="module")
def problem() -> Problem:
    return load(HERE / "two-layers").problems[0].problem


@pytest.fixture(scope="module")
def desk(problem: Problem) -> Iterator[tuple[AnswerKey, Sandbox]]:
    with Sandbox() as sandbox, AnswerKey(problem, b"notebooks", sandbox) as key:
        yield key, sandbox


def graded(problem: Problem, desk: tuple[AnswerKey, Sandbox], folder: Path) -> ProblemReport:
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != EXPECTED}
    return grade_problem(problem, Submission(student="s", attempt=1, files=files), *desk)


@pytest.mark.parametrize("folder", HANDED_IN, ids=lambda folder: folder.name)
def test_a_notebook_is_graded_as_its_code_deserves(
    problem: Problem, desk: tuple[AnswerKey, Sandbox], folder: Path
) -> None:
    expected: dict[str, Any] = yaml.safe_load((folder / EXPECTED).read_text())
    report = graded(problem, desk, folder)
    results = {check.id: check for check in report.checks}
    notes = [note.en for note in report.notes]

    verdicts = {name: str(check.verdict) for name, check in results.items()}
    assert verdicts == expected["checks"], ([check.feedback.en for check in report.checks], notes)
    named = [check.misconception for check in report.checks if check.misconception]
    assert named == expected.get("misconceptions", [])
    for name, texts in expected.get("feedback", {}).items():
        for text in texts:
            assert text in results[name].feedback.en
    for name, text in expected.get("traceback", {}).items():
        assert text in (results[name].detail.traceback or "")
    for text in expected.get("notes", []):
        assert any(text in note for note in notes), notes
    if "notes" not in expected:
        assert notes == []
