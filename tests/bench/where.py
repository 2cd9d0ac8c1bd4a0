"""Where the time of one confined grading of small-net goes, and what the floor of each part is.

The host's functions are timed as they are called, one worker at a time, so that the parts add up to the whole. Here,
and only here, the host is woken by each reply, so that one part can be told from the next:

    fork      from the request to the zygote until it tells the new worker's pid
    confine   from then until the worker says that it is confined
    import    from then until it says that it has imported the submission
    calls     from sending the calls until the last of their replies, the worker's half of the wire included
    wire      the host's half: writing the files, reading and checking what was replied
    judge     comparing what was observed with what is right
    host      the rest: channels, the cgroup, what the report says

All submissions answer alike to the bit, so that each answer is read and judged once and known from then on, as most
right ones of a class are: `judge` is less than its floor, which is what comparing them anew costs.

What can only be seen in a process that has torch is measured by `bare`, in the same run, in turns.
"""

from __future__ import annotations

import json
import os
import select
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, TypeVar
from unittest.mock import patch

import numpy as np

from grader.core.data import Array
from grader.core.problem import Problem
from grader.core.submission import Submission
from grader.grading import AnswerKey, grade_problem, one_problem
from grader.grading.judge import judge_trial
from grader.sandbox import exchange, session, supervisor
from grader.sandbox.box import Sandbox
from grader.sandbox.channels import Channels
from grader.sandbox.forks import Forks
from grader.sandbox.supervisor import ForkedWorker
from grader.spec import load
from grader.wire.frames import UNTRUSTED
from grader.wire.messages import write_request
from tests.bench.memory import private_kib

T = TypeVar("T")
HERE = Path(__file__).parent
SMALL_NET = HERE / "small-net"
SOURCE = SMALL_NET / "reference.py"
TURNS = 4
WARM_UP = 60
PARTS = ("fork", "confine", "import", "calls", "wire", "judge", "host")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a grading beside its floor; both medians."""

    name: str
    unit: str
    measured: float
    floor: float
    floor_is: str


@dataclass(slots=True)
class Clock:
    """What one grading spent where, and what went over the wire."""

    spent_ms: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    sent: list[int] = field(default_factory=list)  # bytes, by batch
    replied: list[int] = field(default_factory=list)
    since_s: float = 0.0
    replies: int = 0

    def lap(self, part: str) -> None:
        now = time.perf_counter()
        self.spent_ms[part] += 1000 * (now - self.since_s)
        self.since_s = now

    @contextmanager
    def within(self, part: str) -> Iterator[None]:
        """Time of this part alone, in the middle of another."""
        started = time.perf_counter()
        yield
        took_s = time.perf_counter() - started
        self.spent_ms[part] += 1000 * took_s
        self.since_s += took_s


@contextmanager
def watched(clock: Clock) -> Iterator[None]:
    """Times the functions that a grading goes through."""
    spawn, born, send = Forks.spawn, ForkedWorker._await_birth, ForkedWorker.send  # noqa: SLF001
    take = exchange.take_reply

    def spawning(*arguments: Any) -> ForkedWorker:
        worker = spawn(*arguments)
        worker._poll.modify(worker.channels.control, select.POLLIN)  # noqa: SLF001
        clock.since_s = time.perf_counter()
        return worker

    def awaiting(worker: ForkedWorker) -> None:
        born(worker)
        clock.lap("fork")

    def sending(worker: ForkedWorker, requests: Sequence[bytes]) -> None:
        clock.sent.append(sum(map(len, requests)))
        clock.replied.append(0)
        if worker.pid:
            clock.since_s = time.perf_counter()
        send(worker, requests)

    def taking(inbox: bytearray, *caps: Any) -> object:
        before = len(inbox)
        part = "calls" if clock.replies > 1 else ("confine", "import")[clock.replies]
        with clock.within("wire"):
            reply = take(inbox, *caps)
        if reply is not None:
            clock.replied[-1] += before - len(inbox)
            clock.replies += 1
            clock.lap(part)
        return reply

    def timed(part: str, function: Callable[..., T]) -> Callable[..., T]:
        def timing(*arguments: Any) -> T:
            with clock.within(part):
                return function(*arguments)

        return timing

    with ExitStack() as stack:
        for place, name, instead in (
            (Forks, "spawn", spawning),
            (ForkedWorker, "_await_birth", awaiting),
            (ForkedWorker, "send", sending),
            (supervisor, "take_reply", taking),
            (session, "write_request", timed("wire", write_request)),
            (one_problem, "judge_trial", timed("judge", judge_trial)),
        ):
            stack.enter_context(patch.object(place, name, instead))
        yield


def graded(problem: Problem, number: int, key: AnswerKey, sandbox: Sandbox) -> Clock:
    """One grading, and where its time went."""
    submission = Submission(student=f"s{number}", attempt=1, files={"small_net.py": _source(number)})
    clock = Clock()
    with watched(clock):
        started = time.perf_counter()
        report = grade_problem(problem, submission, key, sandbox)
        clock.spent_ms["whole"] = 1000 * (time.perf_counter() - started)
    assert report.score == report.max_score
    clock.spent_ms["host"] = clock.spent_ms["whole"] - sum(clock.spent_ms[part] for part in PARTS[:-1])
    return clock


def _source(number: int) -> bytes:
    return SOURCE.read_bytes() + b"# %d\n" % number  # each is another file, as a class's are


def unshared_kib(problem: Problem, key: AnswerKey, sandbox: Sandbox) -> float:
    """Memory that a confined worker does not share, when it has made its calls."""
    found: list[int] = []
    close = ForkedWorker.close

    def closing(worker: ForkedWorker) -> None:
        if worker.caps is UNTRUSTED:
            found.append(private_kib(worker.pid))
        close(worker)

    with patch.object(ForkedWorker, "close", closing):
        for number in range(5):
            graded(problem, -number, key, sandbox)
    return median(found)


# --- floors -------------------------------------------------------------------------------------------------


def bare(count: int) -> dict[str, list[float]]:
    command = [sys.executable, "-m", "tests.bench.bare", str(SOURCE), f"--count={count}"]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **threads},
        cwd=HERE.parents[1],
    )
    return dict(json.loads(done.stdout))


def round_trips_ms(clock: Clock, count: int) -> list[float]:
    """A socket, and a process at its end that takes as many bytes as a worker and sends as many back."""
    near, far = socket.socketpair()
    pid = os.fork()
    if pid == 0:
        near.close()
        for _ in range(count):
            for sent, replied in zip(clock.sent, clock.replied, strict=True):
                far.recv(sent, socket.MSG_WAITALL)
                far.sendall(bytes(replied))
        os._exit(0)
    far.close()
    took = []
    for _ in range(count):
        started = time.perf_counter()
        for sent, replied in zip(clock.sent, clock.replied, strict=True):
            near.sendall(bytes(sent))
            near.recv(replied, socket.MSG_WAITALL)
        took.append(1000 * (time.perf_counter() - started))
    near.close()
    os.waitpid(pid, 0)
    return took


def comparisons_ms(problem: Problem, key: AnswerKey, count: int) -> list[float]:
    """NumPy's own comparison of as many arrays."""
    pairs = []
    for check in problem.checks:
        for trial in key.trials(check):
            [right] = trial.expected
            assert isinstance(right, Array)
            pairs.append((right.values, right.values.astype(np.float32)))
    took = []
    for _ in range(count):
        started = time.perf_counter()
        assert all(np.allclose(own, right, rtol=1e-5, atol=1e-5) for right, own in pairs)
        took.append(1000 * (time.perf_counter() - started))
    return took


def channels_ms(count: int) -> list[float]:
    """Making what a worker is reached by, and closing it."""
    took = []
    for _ in range(count):
        started = time.perf_counter()
        channels = Channels()
        channels.close_far()
        channels.close()
        took.append(1000 * (time.perf_counter() - started))
    return took


# --- the table ----------------------------------------------------------------------------------------------

FLOORS: Mapping[str, str] = {
    "fork": "an empty fork of a torch process, to its first line",
    "confine": "a bare fork that confines itself likewise",
    "import": "a bare fork that loads the file",
    "calls": "the 14 calls in a bare fork",
    "wire": "a socket round trip of as many bytes",
    "judge": "NumPy's comparison of the same arrays",
    "host": "making the sockets and the pipe, and closing them",
    "whole": "a bare fork that loads the file and makes the calls",
}


def measured(count: int) -> list[Part]:
    """The parts of `count` gradings, their sum, and a worker's memory."""
    problem = load(SMALL_NET).problems[0].problem
    floors: dict[str, list[float]] = defaultdict(list)
    clocks: list[Clock] = []
    with Sandbox() as sandbox, AnswerKey(problem, b"where", sandbox) as key:
        for number in range(WARM_UP):
            graded(problem, number, key, sandbox)
        for turn in range(TURNS):
            for part, numbers in bare(count // TURNS).items():
                floors[part] += numbers
            first = WARM_UP + turn * count
            clocks += [graded(problem, first + one, key, sandbox) for one in range(count // TURNS)]
            floors["wire"] += round_trips_ms(clocks[-1], count // TURNS)
            floors["judge"] += comparisons_ms(problem, key, count // TURNS)
            floors["host"] += channels_ms(count // TURNS)
        memory_kib = unshared_kib(problem, key, sandbox)
    parts = [
        Part(
            name=part,
            unit="ms",
            measured=median(clock.spent_ms[part] for clock in clocks),
            floor=median(floors[part]),
            floor_is=what,
        )
        for part, what in FLOORS.items()
    ]
    memory = Part(
        name="memory beyond what is shared",
        unit="MiB",
        measured=memory_kib / 1024,
        floor=median(floors["private_kib"]) / 1024,
        floor_is="of a bare fork that made the calls",
    )
    return [*parts, memory]
