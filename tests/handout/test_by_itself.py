"""A handout in an empty folder: checked alone, by the command that students type."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli.edge import cli

SPEC = """\
format_version: 1
id: scale
title: {en: Scaling, fa: مقیاس}
framework: numpy
dtype: float64
submit: {module: scale.py, answers: answers.yaml}
values:
  x: [[1, 2, 3], [4, 5, 7]]
  X: {random: normal, shape: [5, 3]}
  k: {random: uniform, low: 2, high: 3}
checks:
  - {id: by-hand, points: 1, call: "scale(x, 2)", equals: [[2, 4, 6], [8, 10, 14]]}
  - {id: drawn, points: 2, call: "scale(X, k)", matches_reference: {trials: 2}, hint: Every element.}
  - {id: slope, points: 1, call: "scale_backward(X, k, cotangent)", gradient_of: {call: "scale(X, k)", wrt: X}}
  - {id: written, points: 1, answer: limit, equals: 12.5}
  - {id: fresh-secret, points: 3, visibility: hidden, call: "scale(X, 17.5)", matches_reference: {trials: 2}}
misconceptions:
  - {id: adds-instead, when: {swap: {scale: added}}, feedback: It adds.}
"""
REFERENCE = "def scale(x, k):\n    return x * k\n\n\ndef scale_backward(x, k, d):\n    return d * k\n"
FILES = {
    "problem.yaml": SPEC,
    "statement.md": "Scale.\n",
    "reference.py": REFERENCE,
    "misconceptions.py": "def added(x, k):\n    return x + k\n",
    "starter/scale.py": "def scale(x, k):\n    raise NotImplementedError\n",
    "starter/answers.yaml": "limit:\n",
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments])


@pytest.fixture(scope="module")
def handout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip of a handout, unpacked where there is nothing else."""
    place = tmp_path_factory.mktemp("course")
    for name, text in FILES.items():
        file = place / "problems" / "scale" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    made = run("handout", place / "problems", place / "out")
    assert made.exit_code == 0, made.output
    student = tmp_path_factory.mktemp("student")
    with zipfile.ZipFile(place / "out.zip") as packed:
        packed.extractall(student)
    return next(path.parent for path in student.rglob("scale"))


def checked(handout: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, dict[str, str | None]]:
    monkeypatch.chdir(handout)
    done = run("check", ".", "--format", "json")
    [problem] = json.loads(done.stdout)["submissions"][0]["problems"]
    return done.exit_code, {check["id"]: check["verdict"] for check in problem["checks"]}


ALL = ("by-hand", "drawn", "slope")


@pytest.mark.parametrize(
    ("source", "code", "verdicts"),
    [
        (None, 1, ("missing", "missing", "missing")),
        ("def scale(x, k):\n    return x + k\n", 1, ("failed", "failed", "missing")),
        (
            "import numpy\n\n\ndef scale(x, k):\n    return numpy.multiply(k, x)\n",
            1,
            ("passed", "passed", "missing"),
        ),
        (REFERENCE, 0, ("passed", "passed", "passed")),
    ],
    ids=["untouched", "wrong", "half", "right"],
)
def test_a_student_checks_with_it_alone(
    handout: Path, monkeypatch: pytest.MonkeyPatch, source: str | None, code: int, verdicts: tuple[str, ...]
) -> None:
    if source is not None:
        (handout / "scale" / "scale.py").write_text(source)
    assert checked(handout, monkeypatch) == (code, dict(zip(ALL, verdicts, strict=True)))


def test_what_is_graded_besides_is_told(handout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(handout)
    told = run("check", ".").output + (handout / "README.md").read_text(encoding="utf-8")
    assert told.count("1 hidden check, 3 points") == 2
    assert "1 check for the course to judge, 1 point" in told


def test_nothing_of_the_course_is_in_it(handout: Path) -> None:
    held = b"".join(
        path.read_bytes() for path in handout.rglob("*") if path.is_file() and path.suffix != ".py"
    )
    for secret in (
        b"fresh-secret",
        b"17.5",
        b"12.5",
        b"adds-instead",
        b"random",
        b"matches_reference",
        b"x * k",
    ):
        assert secret not in held
    assert {path.name for path in handout.rglob("*.py")} == {"scale.py"}


def test_it_never_overwrites(handout: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("work of an evening")
    refused = run("handout", handout / "scale", tmp_path / "out")
    assert refused.exit_code == 2
    assert (tmp_path / "out" / "mine.txt").read_text() == "work of an evening"
