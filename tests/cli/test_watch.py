"""`grader check --watch` as an editor and a terminal see it: a real process, real saves."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.cli import class_problem
from tests.cli.class_problem import WORK, work

PATIENCE_S = 60.0  # a bound against hanging, not a measurement


class Watch:
    """A running `check --watch`, and what it has said."""

    def __init__(self, folder: Path, problems: Path, *options: str) -> None:
        command = [
            sys.executable,
            "-m",
            "grader",
            "check",
            str(folder),
            "--problems",
            str(problems),
            "--watch",
        ]
        self.process = subprocess.Popen(
            [*command, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "NO_COLOR": "1", "COLUMNS": "80"},
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def line(self) -> str:
        return self._lines.get(timeout=PATIENCE_S)

    def until(self, part: str) -> str:
        """What it said up to the line that holds `part`."""
        said = ""
        while part not in said:
            said += self.line()
        return said

    def seen(self) -> dict[str, Any]:
        """The next line of JSON: verdicts by problem and check, and what was judged."""
        said = self.line()
        assert said.startswith("{"), said
        report = json.loads(said)
        problems = report["submissions"][0]["problems"]
        verdicts = {one["id"]: {check["id"]: check["verdict"] for check in one["checks"]} for one in problems}
        return {"judged": report["judged"], **verdicts}

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def end(self) -> int:
        """Ctrl-C; the exit code, when every process of it has gone."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        assert family
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE_S)
        _, alive = psutil.wait_procs(family, PATIENCE_S)
        assert not alive
        return code


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Two problems, `net` and `other`."""
    class_problem.make(tmp_path / "problems")
    net = tmp_path / "problems" / "net"
    other = tmp_path / "problems" / "other"
    other.mkdir()
    for name, text in {"problem.yaml": (net / "problem.yaml").read_text(), "reference.py": ""}.items():
        (other / name).write_text(text.replace("id: net", "id: other").replace("net.py", "other.py"))
    (tmp_path / "problems" / "hw.yaml").unlink()
    return tmp_path / "problems"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "mine"
    made.mkdir()
    (made / "net.py").write_bytes(WORK[4])
    (made / "other.py").write_bytes(WORK[1])
    return made


@pytest.fixture
def watch(folder: Path, course: Path) -> Iterator[Watch]:
    running = Watch(folder, course, "--format", "json")
    yield running
    running.close()


PASSED = dict.fromkeys(("f1", "f2", "f3", "f4"), "passed")


def test_a_save_judges_its_problem_alone(watch: Watch, folder: Path) -> None:
    other = {**dict.fromkeys(PASSED, "failed"), "f1": "passed"}
    assert watch.seen() == {"judged": ["net", "other"], "net": PASSED, "other": other}

    (folder / "other.py").write_bytes(work(4))
    assert watch.seen() == {"judged": ["other"], "net": PASSED, "other": PASSED}
    (folder / "net.py").write_bytes(work(4) + b"\ndef f5(:\n")  # half-way through typing
    assert watch.seen()["net"] == dict.fromkeys(PASSED, "error")

    replacement = folder / "net.py~"  # as editors save
    replacement.write_bytes(work(4))
    replacement.replace(folder / "net.py")
    assert watch.seen() == {"judged": ["net"], "net": PASSED, "other": PASSED}

    (folder / "other.py").unlink()
    assert watch.seen()["other"] == dict.fromkeys(PASSED, "missing")
    (folder / "other.py").write_bytes(work(4))
    assert watch.seen()["other"] == PASSED
    assert watch.end() == 0


def test_what_ends_it_tells_how_the_work_stands(watch: Watch) -> None:
    watch.seen()
    assert watch.end() == 1  # `other` is wrong


def test_ctrl_c_ends_what_was_begun_where_it_is_ignored(
    course: Path, folder: Path, request: pytest.FixtureRequest
) -> None:
    """As a shell without job control begins what ends in `&`."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        watch: Watch = request.getfixturevalue("watch")
    finally:
        signal.signal(signal.SIGINT, before)
    watch.seen()
    assert watch.end() == 1


def test_a_loop_without_end_is_interrupted(watch: Watch, folder: Path) -> None:
    watch.seen()
    (folder / "net.py").write_bytes(
        b"import time\nopen('begun', 'w').close()\nwhile True: time.sleep(0.01)\n"
    )
    (folder / "other.py").write_bytes(work(2))
    threading.Event().wait(0.5)  # the first of the two is at it, or about to be
    assert watch.end() in (0, 1)


def test_the_terminal_shows_what_a_save_changed(folder: Path, course: Path) -> None:
    watch = Watch(folder, course, "--problem", "net")
    try:
        assert "4 of 4 points" in watch.until("Ctrl-C to end")
        (folder / "net.py").write_bytes(WORK[3])
        changed = watch.until("before 4") + watch.line()
        assert "net 3 of 4 points" in changed
        assert "passed → failed" in changed
        (folder / "net.py").write_bytes(WORK[3] + b"# a comment\n")
        assert "no verdict changed" in watch.until("net 3 of 4 points")
        assert watch.end() == 1
    finally:
        watch.close()


def test_a_table_or_json_and_nothing_else(folder: Path, course: Path) -> None:
    watch = Watch(folder, course, "--format", "junit")
    said = watch.line() + watch.line()
    assert said.startswith("error: --format junit is one document\nhint: ")
    assert watch.process.wait(PATIENCE_S) == 2
    watch.close()
