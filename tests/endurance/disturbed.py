"""A class that is graded while somebody kills the processes that grade it."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from grader.core.report import Report
from grader.core.submission import Submission
from grader.schedule.options import Options
from grader.schedule.run import grade_class
from grader.spec import load

Kind = Literal["worker", "zygote", "mother"]
KINDS: tuple[Kind, ...] = ("worker", "zygote", "mother")
PROBLEMS = Path(__file__).parents[1]

# Every kind of end that does not depend on the clock.
WORK = (
    b"def double(x):\n    return 2 * x + 1\n",
    b"def double(x):\n    return 2 * x\n",
    b"def double(x):\n    raise ValueError('no')\n",
    b"def double(x):\n    return None\n",
    b"raise RuntimeError('at import')\n",
    b"import os\ndef double(x):\n    os._exit(0)\n",
    b"import os\ndef double(x):\n    os.kill(os.getpid(), 9)\n",
    b"import ctypes\ndef double(x):\n    ctypes.string_at(0)\n",
    b"def double(x):\n    return {1, 2}\n",
    b"def other(x):\n    return x\n",
    b"calls = 0\ndef double(x):\n    global calls\n    calls += 1\n    return 2 * x + 1\n",
)


def graded(problem: Path, count: int, note: threading.Event | None = None) -> dict[str, Any]:
    """What a class's report says, but for times and the run's own name."""
    submissions = (
        Submission(student=f"s{number:02}", attempt=1, files={"victim.py": WORK[number % len(WORK)]})
        for number in range(count)
    )
    if note is not None:
        note.set()
    return comparable(grade_class(load(problem), submissions, Options(seed=1, workers=2)))


def comparable(report: Report) -> dict[str, Any]:
    found = asdict(report)
    del found["run"]
    for submission in found["submissions"]:
        for problem in submission["problems"]:
            for check in problem["checks"]:
                del check["wall_time_s"]
    return found


@contextmanager
def killing(kind: Kind, after_s: float, hits: list[Kind]) -> Iterator[None]:
    """Kills one process of this kind, `after_s` from now or as soon as there is one; notes that it did."""
    over = threading.Event()

    def kill() -> None:
        time.sleep(after_s)
        while not over.is_set():
            if found := processes(kind):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(random.choice(found), signal.SIGKILL)
                    hits.append(kind)
                    return
            time.sleep(0.001)

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    try:
        yield
    finally:
        over.set()
        killer.join()


def processes(kind: Kind) -> Sequence[int]:
    """Live processes of this one's sandbox, by how far they are from it: mother, zygotes, workers."""
    generation = [os.getpid()]
    for _ in range(KINDS[::-1].index(kind) + 1):
        generation = [child for pid in generation for child in children(pid)]
    return generation


def children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, task.read_text().split())
    return found
