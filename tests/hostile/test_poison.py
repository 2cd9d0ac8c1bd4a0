"""What is handed in as files: poisoned answers, names and kinds of files; and what is shown of hostile work."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile.court import HERE, HONEST, PLANTED, Court, opened, verdicts

WITHIN_S = 60.0
SPARSE_BYTES = 100 << 20


@pytest.fixture(scope="module")
def court() -> Iterator[Court]:
    with opened("questioned") as made:
        yield made


def bomb() -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    return "\n".join(lines).encode()


ANSWERS = {
    "aliases": bomb(),
    "deep brackets": b"variance: " + b"[" * 100_000 + b"]" * 100_000,
    "deep indents": b"\n".join(b" " * n + b"a:" for n in range(1400)),
    "deep braces": b"{a: " * 50_000,
    "a long scalar": b"variance: " + b"x" * 900_000 + b"\nbound: " + b"y" * 100_000,
    "many digits": b"variance: " + b"9" * 500_000,
    "a huge exponent": b"variance: 1e999999999\nbound: 1e999999999",
    "towers": b"bound: 9**9**9**9**9**9\nvariance: 9**9**9**9",
    "parentheses": b"bound: " + b"(" * 20_000 + b"1" + b")" * 20_000,
    "a long sum": b"bound: " + b"1+" * 200_000 + b"1",
    "a great power": b"bound: (n_in + n_out)**(10**9)",
    "code": b"bound: __import__('os').system('touch /tmp/planted')\nvariance: open('/tmp/planted', 'w')",
    "a tag": b"variance: !!python/object/apply:os.system ['touch /tmp/planted']",
    "a merge": b"<<: {variance: 0.125}",
    "two of a key": b"variance: 0.5\nvariance: 0.125",
    "not UTF-8": b"variance: 0.125\xff",
    "NUL": b"variance: 0.125\0",
    "not a number": b"variance: .nan\nbound: .inf",
    "two documents": b"variance: 0.125\n---\nvariance: 0.125",
    "a list for a number": b"variance: [0.125, 0.125]\nbound: {a: 1}",
    "mebibytes": b"#" * (3 << 20),
    "empty": b"",
    "binary": bytes(range(256)) * 100,
}


@pytest.mark.parametrize("name", ANSWERS)
def test_poisoned_answers_earn_nothing_and_end(court: Court, name: str) -> None:
    started = time.monotonic()
    report = court.grade({"answers.yaml": ANSWERS[name]})
    assert time.monotonic() - started < WITHIN_S
    assert "passed" not in verdicts(report)
    assert not report.score
    assert not [place for place in PLANTED if place.exists()]
    assert court.grade({"answers.yaml": b"variance: 1/8\nbound: [[1, 2], [3, 4]]"}).score == 10


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffvariance: 0.125\r\nbound:\r\n- [1, 2]\r\n- [3, 4]\r\n",
        "variance: ۰٫۱۲۵\nbound: [[۱, ۲], [۳, ۴]]",
        "questioned:\n  variance: '1/8'\n  bound: [[1.0, 2/1], [3, 4e0]]\nother: [1, 2]",
    ],
)
def test_honest_answers_that_look_odd_pass(court: Court, content: str) -> None:
    assert verdicts(court.grade({"answers.yaml": content.encode()})) == ["passed", "passed"]


# --- a class of poisoned folders ----------------------------------------------------------------------------

ODD_NAMES = (b"line\nbreak.py", b"\x1b[2J.py", b"\xff\xfe.py", "\u202efdp.py".encode(), b" ", b"x" * 251 + b".py", b"-rf", b"~")


def with_outputs(outputs: list[object]) -> bytes:
    source = HONEST["victim.py"].decode()
    cell = {"cell_type": "code", "metadata": {}, "execution_count": 1, "outputs": outputs, "source": source}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}).encode()


NOTEBOOKS = {
    "loud-notebook": with_outputs([{"output_type": "stream", "name": "stdout", "text": "x" * (2 << 20)}]),
    "deep-notebook": b'{"cells":' + b"[" * 200_000,
    "half-notebook": with_outputs([])[:-40],
    "odd-notebook": b'{"cells": [{"cell_type": "code", "source": {"a": 1}}, 7, null]}',
}
HONEST_MEMBER = ("victim.py", HONEST["victim.py"])
LINK = zipfile.ZipInfo("link.py")
LINK.external_attr = 0o120777 << 16
ARCHIVES: dict[str, list[tuple[str | zipfile.ZipInfo, bytes]]] = {
    "slips": [("../../../../tmp/planted", b""), HONEST_MEMBER],
    "absolute": [("/tmp/planted", b""), HONEST_MEMBER],
    "linked": [(LINK, b"/etc/passwd"), HONEST_MEMBER],
    "bomb": [("data.bin", bytes(SPARSE_BYTES)), HONEST_MEMBER],
    "nested": [("inner.zip", b"PK\5\6" + bytes(18)), HONEST_MEMBER],
    "sly": [("victim.py/../../../planted", b""), ("con\\..\\planted", b""), HONEST_MEMBER],
}


def grade(handed_in: Path, out: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "grader", "grade", str(HERE / "victim"), str(handed_in), "--seed=1"]
    done = subprocess.run(
        [*command, f"--out={out}"], capture_output=True, timeout=300, check=False, text=True
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize("student", ["../../escaped", "..", "/etc", "a/b", ".hidden"])
def test_an_id_that_is_a_path_is_refused(tmp_path: Path, student: str) -> None:
    (tmp_path / "in" / "s01").mkdir(parents=True)
    (tmp_path / "in" / "submissions.csv").write_text(f"student,name\n{student},Nobody\n")
    done = grade(tmp_path / "in", tmp_path / "out")
    assert done.returncode == 2
    assert "is not a student id" in done.stderr


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The class graded by the command line: where its files are, and what was printed."""
    base = tmp_path_factory.mktemp("poisoned")
    handed_in = base / "handed-in"
    for student in ("honest", "pipe", "link", "loop", "huge", "names", "escapes", "folder", "many", "clash"):
        (handed_in / student).mkdir(parents=True)
    honest = HONEST["victim.py"]
    (handed_in / "honest" / "victim.py").write_bytes(honest)
    os.mkfifo(handed_in / "pipe" / "victim.py")
    (handed_in / "link" / "victim.py").symlink_to(handed_in / "honest" / "victim.py")
    (handed_in / "loop" / "victim.py").symlink_to("victim.py")
    with (handed_in / "huge" / "victim.py").open("wb") as file:
        file.write(honest)
        file.truncate(SPARSE_BYTES)
    for name in ODD_NAMES:
        with open(os.path.join(os.fsencode(handed_in / "names"), name), "wb") as file:
            file.write(b"raise SystemExit\n")
    (handed_in / "names" / "victim.py").write_bytes(honest)
    (handed_in / "escapes" / "victim.py").write_bytes(
        (HERE / "corpus" / "8-escapes-in-what-is-shown.py").read_bytes()
    )
    (handed_in / "folder" / "victim.py").mkdir()
    for number in range(3000):
        (handed_in / "many" / f"{number}.txt").touch()
    (handed_in / "many" / "victim.py").write_bytes(honest)
    for student, notebook in NOTEBOOKS.items():
        (handed_in / student).mkdir()
        (handed_in / student / "victim.ipynb").write_bytes(notebook)
    for student, members in ARCHIVES.items():
        with zipfile.ZipFile(handed_in / f"{student}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members:
                archive.writestr(member, content)
    (handed_in / "clash" / "victim.py").write_bytes(honest)
    (handed_in / "clash" / "VICTIM.py").write_bytes(b"raise SystemExit\n")
    if os.geteuid() == 0:
        (handed_in / "device").mkdir()
        os.mknod(handed_in / "device" / "victim.py", 0o600 | 0o020000, os.makedev(1, 5))  # endless zeros
    roster = "student,name\nhonest,<script>alert(1)</script>\x1b[2J\n"
    (handed_in / "submissions.csv").write_text(roster)
    done = grade(handed_in, base / "out")
    assert done.returncode == 0, done.stderr
    return base / "out", done.stdout + done.stderr


def test_poisoned_folders_cost_their_own_students_alone(graded: tuple[Path, str]) -> None:
    out, _ = graded
    report = json.loads((out / "report.json").read_text())
    scores = {one["student"]: one["score"] for one in report["submissions"]}
    honest = {"honest", "names", "clash", "loud-notebook", *ARCHIVES}
    assert {student for student, score in scores.items() if score == 10} - {"many"} == honest
    refused = {"pipe", "link", "loop", "huge", "folder", "escapes", *(NOTEBOOKS.keys() - honest)}
    assert {student for student, score in scores.items() if score == 0} >= refused
    assert not [place for place in PLANTED if place.exists()]


def test_what_is_shown_is_text_and_nothing_else(graded: tuple[Path, str]) -> None:
    out, printed = graded
    shown = {path.name: path.read_bytes().decode() for path in out.iterdir() if path.suffix in {".html", ".json", ".csv", ".xml"}}
    assert len(shown) == 4
    controls = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
    for name, text in {**shown, "the terminal": printed}.items():
        # JSON keeps what was printed, written so that no terminal acts on it.
        assert not controls.search(text.replace("\u2068", "").replace("\u2069", "")), name
    assert "<script>alert" not in shown["report.html"]
    assert "<img src=x" not in shown["report.html"]
    assert "<a href=javascript" not in shown["report.html"]
