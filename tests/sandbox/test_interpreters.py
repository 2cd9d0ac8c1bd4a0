"""Workers that are interpreters of their own: what the suite of all backends does not ask for."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.core.observation import Returned
from grader.core.problem import Limits
from grader.errors import IsolationError, SandboxError
from grader.sandbox.box import Sandbox
from grader.sandbox.session import Session
from grader.wire.messages import CallRequest, Setup, write_request
from tests.sandbox.processes import PATIENCE_S, family

ROOT = Path(__file__).parents[2]
# A host that is killed while a student's loop runs.
DYING = """
from grader.core.problem import Limits
from grader.sandbox.box import Sandbox
from grader.wire.messages import Setup
from tests.sandbox.test_interpreters import opened

with Sandbox(start="fresh") as sandbox, opened(sandbox, "print('begun')\\nwhile True: pass\\n") as session:
    print(sandbox._scratch, flush=True)
    session.start()
"""


def opened(sandbox: Sandbox, source: str) -> Session:
    setup = Setup(lane="student", framework="numpy", files={"m.py": source.encode()}, module="m.py")
    return sandbox.session(setup, Limits(wall_time_s=60, cpu_time_s=60))


def processes_in(folder: str) -> set[int]:
    """Those that have a folder in their command line."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if folder.encode() in (entry / "cmdline").read_bytes():
                found.add(int(entry.name))
        except OSError:
            continue
    return found


def test_strict_is_refused_before_anything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(IsolationError):
        Sandbox("strict", start="fresh")
    assert list(tmp_path.iterdir()) == []


def test_the_first_workers_are_started_together_and_end_unused() -> None:
    with Sandbox(start="fresh") as sandbox:
        sandbox.warm("numpy")
        sandbox.warm("numpy")
        assert len(family(sandbox)) == 2
        with opened(sandbox, "def f(): return 1\n") as session:
            outcome = session.call(
                write_request(CallRequest(call="f()", values={}, seed=1)), Limits()
            ).outcome
        assert outcome == Returned(data=1)
        assert len(family(sandbox)) == 1
    assert family(sandbox) == set()
    assert not sandbox._scratch.exists()  # noqa: SLF001


def test_an_interpreter_that_cannot_begin_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "numpy.py").write_text("raise ImportError('numpy is half installed')\n")
    environment = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"}
    monkeypatch.setattr("grader.sandbox.interpreters.environment", lambda: environment)
    with (
        Sandbox(start="fresh") as sandbox,
        opened(sandbox, "") as session,
        pytest.raises(SandboxError, match="could not be set up: ImportError: numpy is half installed"),
    ):
        session.start()


def test_a_worker_ends_with_its_host() -> None:
    host = subprocess.Popen([sys.executable, "-c", DYING], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert host.stdout is not None
    with host.stdout as said:
        scratch = said.readline().strip()
    while not processes_in(scratch):
        time.sleep(0.02)
    os.kill(host.pid, signal.SIGKILL)
    host.wait()
    deadline = time.monotonic() + PATIENCE_S
    while (left := processes_in(scratch)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == set()
    shutil.rmtree(scratch)
