"""Marking by keystroke: what is pressed is on record at once, can be undone, and is gone on with."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from grader.cli.edge import cli
from grader.cli.review import points_of
from tests.cli import class_problem
from tests.cli.class_problem import WORK

ROOT = Path(__file__).parents[2]
TEXTS = [
    "Because two suffice.",
    "زیرا دو واحد بس است: step(0) = 0",
    "<script>alert(1)</script>\x1b[2J\u202egnp",
]


def run(*arguments: object, keys: str = "") -> Result:
    done = CliRunner().invoke(cli, [str(one) for one in arguments], input=keys)
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A gradebook of three students whose essays wait, as bytes, so that each test marks its own."""
    folder = tmp_path_factory.mktemp("class")
    assignment = class_problem.make(folder / "problems", review=True)
    for number, text in enumerate(TEXTS, start=1):
        student = folder / "class" / f"s{number}"
        student.mkdir(parents=True)
        (student / "net.py").write_bytes(WORK[4])
        (student / "answers.yaml").write_text(f"why: {json.dumps(text)}\n", encoding="utf-8")
    run("grade", assignment, folder / "class", "--out", folder / "out", "--seed", 1)
    return (folder / "out" / "gradebook.db").read_bytes()


@pytest.fixture
def book(graded: bytes, tmp_path: Path) -> Path:
    (tmp_path / "gradebook.db").write_bytes(graded)
    return tmp_path / "gradebook.db"


def grades(book: Path) -> list[str]:
    listed = json.loads(run("gradebook", "list", "--gradebook", book, "--format", "json").stdout)
    return sorted(row["grade"] for row in listed)


def review(book: Path, keys: str, *more: str) -> str:
    return run("review", "--gradebook", book, "--by", "ta", *more, keys=keys).output


@pytest.mark.slow
def test_two_keys_mark_a_text(book: Path) -> None:
    assert grades(book) == ["", "", ""]
    said = review(book, "23" + "13" + "0f")
    assert "3 marked, 0 left" in said
    assert grades(book) == ["7", "8", "9"]
    assert "nothing waits" in review(book, "")


@pytest.mark.slow
def test_it_goes_on_where_it_was_left_also_within_a_text(book: Path) -> None:
    assert "0 marked, 3 left" in review(book, "2q")
    said = review(book, "3q")
    assert "States the claim (2/2)" in said
    assert "1 marked, 2 left" in said
    assert grades(book) == ["", "", "9"]
    review(book, "2323")
    assert grades(book) == ["9", "9", "9"]


@pytest.mark.slow
def test_undo_reaches_back_into_the_text_before(book: Path) -> None:
    review(book, "23" + "uu" + "00" + "q")
    assert grades(book) == ["", "", "4"]


@pytest.mark.slow
def test_the_end_of_the_keys_is_quitting(book: Path) -> None:
    review(book, "2\x03")
    review(book, "3\x04")
    assert grades(book) == ["", "", "9"]


@pytest.mark.slow
def test_what_is_pressed_amiss_marks_nothing(book: Path) -> None:
    said = review(book, "9x%u" + "q")
    assert "at most 2" in said
    assert said.count("f all") == 3  # at the beginning, and for each key that says nothing
    assert "nothing to undo" in said
    assert grades(book) == ["", "", ""]


@pytest.mark.slow
def test_a_text_is_left_for_later(book: Path) -> None:
    said = review(book, "s" + "2323")
    assert ": left for later\n" in said
    assert "2 marked, 1 left" in said


@pytest.mark.slow
def test_a_class_with_texts_to_mark_is_told_how(tmp_path: Path) -> None:
    assignment = class_problem.make(tmp_path / "problems", review=True)
    (tmp_path / "class" / "s1").mkdir(parents=True)
    (tmp_path / "class" / "s1" / "answers.yaml").write_text("why: Because.\n")
    out = tmp_path / "out"
    said = run("grade", assignment, tmp_path / "class", "--out", out, "--seed", 1).output
    assert f"1 waits for a person: grader review --gradebook {out / 'gradebook.db'}" in said


@pytest.mark.slow
def test_nobody_is_named_unless_asked(book: Path) -> None:
    assert not any(f"s{n}" in review(book, "q") for n in (1, 2, 3))
    assert any(f"s{n}" in review(book, "q", "--names") for n in (1, 2, 3))


@pytest.mark.slow
def test_a_text_is_shown_and_does_nothing(book: Path) -> None:
    said = review(book, "sss")
    assert "Because two suffice." in said
    assert "\u2067" in said  # the Persian one stands by itself, right to left
    assert "<script>alert(1)</script>" in said
    assert not set(said) & set("\x1b\u202e")


@pytest.mark.slow
def test_a_remark_reaches_the_student(book: Path) -> None:
    review(book, "r" + "Well argued.\n" + "23" + "q")
    report = json.loads(run("report", book, "--format", "json").stdout)
    said = [check["feedback"] for one in report["submissions"] for check in one["problems"][0]["checks"]]
    assert "States the claim: 2/2\nProves it: 3/3\nWell argued." in said


@pytest.mark.slow
def test_in_a_real_terminal(book: Path) -> None:
    near, far = pty.openpty()
    command = [sys.executable, "-m", "grader", "review", "--gradebook", str(book), "--by", "ta"]
    with subprocess.Popen(command, stdin=far, stdout=far, stderr=far, cwd=ROOT) as marking:
        os.close(far)
        try:
            for key in b"23q":
                seen = b""
                while not seen.rstrip().endswith(b":"):
                    assert select.select([near], [], [], 20)[0], seen
                    seen += os.read(near, 4096)
                time.sleep(0.3)  # the terminal forgets what is typed before a key is waited for
                os.write(near, bytes([key]))
            assert marking.wait(timeout=20) == 0
        finally:
            marking.kill()
            os.close(near)
    assert grades(book) == ["", "", "9"]


KEYS = [("f", 3), ("h", Fraction(3, 2)), ("0", 0), ("3", 3), ("۳", 3), ("4", None), ("²", None), ("x", None)]


@pytest.mark.parametrize(("key", "points"), KEYS)
def test_keys(key: str, points: Fraction | int | None) -> None:
    assert points_of(key, Fraction(3)) == points


UNCLEAR = """
format_version: 1
id: unclear
title: A number
submit: {answers: answers.yaml}
checks:
  - {id: n, answer: n, equals: 1234, points: 4}
  - {id: m, answer: m, equals: 5, points: 2}
"""


@pytest.mark.slow
def test_what_the_grader_could_not_judge_is_marked_too(tmp_path: Path) -> None:
    problem, handed_in, book = (
        tmp_path / "unclear",
        tmp_path / "class" / "s1",
        tmp_path / "out" / "gradebook.db",
    )
    problem.mkdir()
    handed_in.mkdir(parents=True)
    (problem / "problem.yaml").write_text(UNCLEAR)
    (handed_in / "answers.yaml").write_text("n: '1,234'\nm: 5\n")
    run("grade", problem, tmp_path / "class", "--out", tmp_path / "out", "--seed", 1)
    assert grades(book) == [""]
    said = review(book, "3")
    assert "1,234" in said
    assert "Points (0–4): 3" in said
    assert "1 marked, 0 left" in said
    assert grades(book) == ["5"]
    (handed_in / "answers.yaml").write_text("n: '1234'\nm: 5\n")
    run("grade", problem, tmp_path / "class", "--out", tmp_path / "out", "--seed", 1)
    assert "nothing waits" in review(book, "")
