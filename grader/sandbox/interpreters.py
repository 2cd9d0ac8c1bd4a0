"""The backend of systems without fork or confinement: a fresh interpreter for each worker.

Theory of operation. The host starts `fresh` with three pipes: requests go to its standard input, replies come from its
standard output, and what is printed from its standard error; the process moves the first two out of the way before
foreign code runs. It imports the framework, says that it is ready, and from there on serves as a fork would, so that
the verdicts are the same. Nothing here asks for more than pipes, threads and a process's end: it works on any system.

What it does not do is confine: code runs as the user and sees the user's files and the network, and what it leaves
running is ended only as far as it can be found. Time, memory and output are limited by the host, which looks at
intervals. So it is for one's own code (`grader check`), and a report says by its tier, `portable`, that it was used.

Importing a framework takes seconds. The first two workers, the author's and the student's, are started together.
"""

from __future__ import annotations

import secrets
import shutil
import subprocess
import sys
import threading
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from grader.core.problem import Framework, Limits
from grader.core.report import PORTABLE, Isolation
from grader.errors import IsolationError, SandboxError
from grader.sandbox.piped import PipedWorker
from grader.sandbox.startup import environment
from grader.wire.frames import TRUSTED, UNTRUSTED
from grader.wire.messages import Lane

TOGETHER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """A process on its way to being a worker, its folder, and the mark that ends what it printed before a reply."""

    process: subprocess.Popen[bytes]
    folder: Path
    mark: bytes


class Interpreters:
    """Workers that are processes of their own, from the start.

    Raises:
        IsolationError: if `strict` is asked for.
    """

    def __init__(self, scratch: Path, isolation: str) -> None:
        if isolation == "strict":
            raise IsolationError(
                "this machine does not confine student code: fresh interpreters have no sandbox",
                "grade on Linux; a container or a virtual machine will do",
            )
        self._scratch = scratch
        self._waiting: dict[Framework, deque[Interpreter]] = {}
        self._lock = threading.Lock()
        self._started = 0

    @property
    def isolation(self) -> Isolation:
        """Nothing confines the workers, and the tier says how they were started."""
        return Isolation(tier=PORTABLE, layers=())

    def warm(self, framework: Framework) -> None:
        """Starts the first workers of a framework, once."""
        with self._lock:
            if framework not in self._waiting:
                self._waiting[framework] = deque(self._start(framework) for _ in range(TOGETHER))

    def spawn(self, framework: Framework, lane: Lane, limits: Limits) -> PipedWorker:
        """A worker, which may still be importing.

        Raises:
            SandboxError: if no interpreter can be started.
        """
        with self._lock:
            waiting = self._waiting.get(framework)
            taken = waiting.popleft() if waiting else self._start(framework)
        caps = UNTRUSTED if lane == "student" else TRUSTED
        return PipedWorker(taken.process, taken.folder, taken.mark, caps)

    def _start(self, framework: Framework) -> Interpreter:
        self._started += 1
        folder = self._scratch / str(self._started)
        folder.mkdir()
        mark = secrets.token_hex(16)
        command = [sys.executable, "-m", "grader.sandbox.fresh", framework, str(folder), mark]
        try:
            process = subprocess.Popen(
                command,
                env=environment(),
                cwd=self._scratch,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                start_new_session=True,  # an interrupt from the keyboard is for the host
            )
        except OSError as error:
            raise SandboxError(f"no interpreter can be started: {error}") from error
        return Interpreter(process=process, folder=folder, mark=mark.encode())

    def close(self) -> None:
        """Ends those that were never needed; sessions end their own."""
        with self._lock:
            for waiting in self._waiting.values():
                for one in waiting:
                    one.process.kill()
                    one.process.communicate()
                    shutil.rmtree(one.folder, ignore_errors=True)
                waiting.clear()
