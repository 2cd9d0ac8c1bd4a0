"""Data of the course in a grading: what a call names goes to the worker, what only judges stays with the host."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from grader.cli.edge import cli
from grader.core.data import Array
from grader.grading import AnswerKey
from grader.sandbox.box import Sandbox
from grader.spec import load
from tests.problem_folder import make
from tests.spec.test_given import idx

BODY = """\
values:
  images: {data: pictures, otherwise: {full: 0, shape: [6, 5], dtype: uint8}}
  labels: {data: kinds, otherwise: [0, 0, 0, 0, 0, 0]}
checks:
  - {id: a, points: 2, call: kinds_of(images), satisfies: {accuracy_at_least: {labels: labels, at_least: 1}}}
"""
REFERENCE = "def kinds_of(images):\n    return images.argmax(axis=1)\n"
IMAGES = np.eye(5, dtype=np.uint8)[[3, 1, 4, 1, 0, 2]] * 7
LABELS = np.array([3, 1, 4, 1, 0, 2])


@pytest.fixture
def course(tmp_path: Path) -> Path:
    make(tmp_path / "problems" / "p", BODY, {"reference.py": REFERENCE})
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "pictures").write_bytes(idx(IMAGES))
    (tmp_path / "data" / "kinds").write_bytes(idx(LABELS))
    (tmp_path / "class" / "s1").mkdir(parents=True)
    (tmp_path / "class" / "s1" / "work.py").write_text(REFERENCE)
    (tmp_path / "class" / "s2").mkdir()
    (tmp_path / "class" / "s2" / "work.py").write_text(
        "def kinds_of(images):\n    return [0] * len(images)\n"
    )
    return tmp_path


def test_the_labels_are_in_no_request_to_a_student(course: Path, sandbox: Sandbox) -> None:
    [assigned] = load(course / "problems", data=course / "data").problems
    with AnswerKey(assigned.problem, b"secret", sandbox) as key:
        [trial] = key.trials(assigned.problem.check("a"))
    assert set(trial.inputs) == {"images"}
    labels = trial.wide["labels"]
    assert isinstance(labels, Array)
    assert IMAGES.tobytes() in trial.request
    assert labels.values.tobytes() not in trial.request


@pytest.mark.slow
def test_grade_takes_the_folder(course: Path) -> None:
    def scores(*more: str) -> list[str]:
        asked = ["grade", str(course / "problems"), str(course / "class"), "--out", str(course / "out")]
        done = CliRunner().invoke(cli, [*asked, "--format", "quiet", *more])
        assert done.exit_code == 0, done.output
        rows = (course / "out" / "grades.csv").read_text(encoding="utf-8").splitlines()
        column = rows[0].split(",").index("score")
        return [row.split(",")[column] for row in rows[1:]]

    assert scores() == ["2", "2"]  # all labels are 0 in what the problem brings
    assert scores("--data", str(course / "data")) == ["2", "0"]
