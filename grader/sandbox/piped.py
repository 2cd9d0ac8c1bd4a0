"""One worker that is an interpreter of its own, as the host sees it: three pipes, a clock, and what it uses up.

A thread for each pipe reads or writes it, because not every system can wait for several of them at once. They share a
buffer with the caller, under one condition; what goes beyond a buffer's bound waits in the pipe.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import IO

import psutil

from grader.core.observation import Ended
from grader.errors import SandboxError, WireError
from grader.sandbox.exchange import BIRTH_S, FLOOD_BYTES, TICK_S, CallLimits, Exchange, Tape, take_reply
from grader.sandbox.exits import (
    FLOODED,
    HUNG_UP,
    WROTE_UNASKED,
    Exit,
    classify,
    killed_from_outside,
    no_answer,
    no_cpu_time,
    no_memory,
    unreadable,
)
from grader.wire.frames import HEAD, Caps
from grader.wire.messages import Ready, Reply

CHUNK_BYTES = 1 << 16
GRACE_S = 5.0  # for the system to end what was killed
SETTLE_S = 0.5  # for what is still on its way through a pipe


class Stream:
    """What comes through a pipe, read by a thread of its own.

    Attributes:
        content: what came and was not taken yet.
        is_over: nothing more will come.
    """

    def __init__(self, pipe: IO[bytes], changed: threading.Condition, bound: int) -> None:
        self.content = bytearray()
        self.is_over = False
        self._pipe = pipe
        self._changed = changed
        self._bound = bound
        self._unwanted = False
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        with self._pipe as pipe:
            while chunk := os.read(pipe.fileno(), CHUNK_BYTES):
                with self._changed:
                    self.content += chunk
                    self._changed.notify_all()
                    self._changed.wait_for(lambda: len(self.content) <= self._bound or self._unwanted)
                    if self._unwanted:
                        break
        with self._changed:
            self.is_over = True
            self._changed.notify_all()

    def give_up(self) -> None:
        """Nobody wants what still comes."""
        self._unwanted = True


class PipedWorker:
    """A live worker in an interpreter of its own.

    Args:
        process: the interpreter, with its three pipes.
        folder: its working directory, removed at the end.
        mark: what it writes to its output before each reply.
        caps: of its replies.
    """

    def __init__(self, process: subprocess.Popen[bytes], folder: Path, mark: bytes, caps: Caps) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        self.pid = process.pid
        self.killed: Ended | None = None
        self._process = process
        self._folder = folder
        self._mark = mark
        self._caps = caps
        self._changed = threading.Condition()
        self._replies = Stream(process.stdout, self._changed, caps.json_bytes + caps.array_bytes + HEAD.size)
        self._printed = Stream(process.stderr, self._changed, FLOOD_BYTES)
        self._requests: SimpleQueue[bytes | None] = SimpleQueue()
        threading.Thread(target=_write, args=(process.stdin, self._requests), daemon=True).start()
        self._gauge = psutil.Process(process.pid)
        self._is_born = False
        self._sent_at = 0.0  # when the next reply's request went out; 0: no wait for it has begun
        self._baseline_bytes = 0
        self._gone_since: float | None = None
        self._cpu_s = 0.0
        self._ended: Ended | None = None

    @property
    def alive(self) -> bool:
        return self.killed is None and self._ended is None

    def exchange(self, request: bytes, limits: CallLimits) -> Exchange:
        """Sends one request's frame and waits for its reply, within the limits.

        Raises:
            SandboxError: if the worker could not be set up.
        """
        self.send([request])
        return self.receive(limits)

    def send(self, requests: Sequence[bytes]) -> None:
        """Queues requests; each is answered by one `receive`, in order."""
        with self._changed:
            if not self._is_born:
                self._await_birth()
            if self._replies.content:  # sent before it was asked for
                self._kill(WROTE_UNASKED)
                return
        self._sent_at = time.monotonic()
        for request in requests:
            self._requests.put(request)

    def receive(self, limits: CallLimits) -> Exchange:
        """Waits for the next reply; its clock starts as it is sent, or now if it was sent with others before it."""
        with self._changed:
            started, self._sent_at = self._sent_at or time.monotonic(), 0.0
            tape = Tape(limits.output_bytes)
            cpu_before = self._cpu_time_s()
            outcome = self._converse(limits, tape, started, cpu_before)
            wall = time.monotonic() - started
            self._take_output(tape, wait_s=SETTLE_S)
        return Exchange(
            outcome=outcome,
            wall_time_s=wall,
            cpu_time_s=self._cpu_time_s() - cpu_before,
            output=tape.text(),
            unexplained=self._ended is not None and killed_from_outside(self._exit()),
        )

    # --- beginning and end ------------------------------------------------------------------------------

    def _await_birth(self) -> None:
        """Waits until it has imported what it needs; no student's clock runs yet."""
        self._changed.wait_for(lambda: self._look_for_ready() or self._replies.is_over, BIRTH_S)
        if not self._is_born:
            words = bytes(self._printed.content).decode("utf-8", "replace").strip().splitlines()
            what = words[-1] if words else f"it was not ready within {BIRTH_S:g} s"
            raise SandboxError(
                f"a fresh interpreter could not be set up: {what}", "`grader doctor` says more"
            )
        self._baseline_bytes = self._memory_bytes()
        self._take_output(Tape(0), wait_s=SETTLE_S)

    def _look_for_ready(self) -> bool:
        try:
            self._is_born = isinstance(take_reply(self._replies.content, self._caps), Ready)
        except WireError as error:
            raise SandboxError(f"a fresh interpreter could not be set up: {error.what}") from error
        return self._is_born

    def _has_ended(self) -> bool:
        return self._process.poll() is not None

    def _exit(self) -> Exit:
        code = self._process.returncode or 0
        return Exit(signal=max(0, -code), code=max(0, code), cpu_time_s=self._cpu_s)

    def _kill(self, reason: Ended) -> None:
        self.killed = reason
        self._end_all()

    def _end_all(self) -> None:
        """Ends the process, its group and what descends from it; whatever has left both is not found."""
        self._cpu_time_s()
        has_group = (
            hasattr(os, "killpg") and self._process.returncode is None
        )  # else its number may be another's by now
        if has_group:
            _signal_group(self._process.pid, signal.SIGSTOP)
        for one in _halted(self._gauge):
            with contextlib.suppress(psutil.Error):
                one.kill()
        if has_group:
            _signal_group(self._process.pid, signal.SIGKILL)
        self._process.kill()
        try:
            self._process.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            raise SandboxError("a worker that was killed did not end") from None

    def close(self) -> None:
        """Ends the worker and removes its folder."""
        with self._changed:
            self._end_all()  # first: without its requests it would end by itself, and its children could not be found
            self._requests.put(None)
            self._replies.give_up()
            self._printed.give_up()
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._replies.is_over and self._printed.is_over, SETTLE_S)
        shutil.rmtree(self._folder, ignore_errors=True)

    # --- one exchange -----------------------------------------------------------------------------------

    def _converse(self, limits: CallLimits, tape: Tape, started: float, cpu_before: float) -> Reply | Ended:
        while True:
            if self.killed is not None:
                return self.killed
            try:
                reply = take_reply(self._replies.content, self._caps)
            except WireError as error:
                self._kill(unreadable(error))
                continue
            if reply is not None:
                self._changed.notify_all()
                return reply
            if self._has_ended() and (self._replies.is_over or self._is_gone_for_good()):
                self._ended = classify(self._exit())
                return self._ended
            self._take_output(tape)
            wall = time.monotonic() - started
            over = self._exceeded(limits, tape, wall, cpu_before)
            if over is not None:
                self._kill(over)
            else:
                self._changed.wait(max(0.0, min(TICK_S, limits.wall_time_s - wall)))

    def _exceeded(self, limits: CallLimits, tape: Tape, wall: float, cpu_before: float) -> Ended | None:
        if tape.total > FLOOD_BYTES:
            return FLOODED
        if wall > limits.wall_time_s:
            return no_answer(limits)
        if wall < TICK_S:
            return None
        if self._cpu_time_s() - cpu_before > limits.cpu_time_s:
            return no_cpu_time(limits)
        if self._memory_bytes() - self._baseline_bytes > limits.memory_bytes:
            return no_memory(limits)
        return HUNG_UP if self._replies.is_over and self._is_gone_for_good() else None

    def _is_gone_for_good(self) -> bool:
        """Its end, or that of its pipe, was seen a while ago; a child of its own may hold the pipe open."""
        self._gone_since = self._gone_since or time.monotonic()
        return time.monotonic() - self._gone_since > SETTLE_S

    def _take_output(self, tape: Tape, *, wait_s: float = 0.0) -> None:
        """Moves what was printed to the tape; with `wait_s` all up to the mark, which is removed."""
        printed = self._printed
        if wait_s:
            self._changed.wait_for(lambda: self._mark in printed.content or printed.is_over, wait_s)
        end = printed.content.find(self._mark)
        if wait_s:
            after = len(printed.content) if end < 0 else end + len(self._mark)
        else:
            # Where it is not there yet, its beginning may be.
            after = max(0, len(printed.content) - len(self._mark)) if end < 0 else end
        tape.take(bytes(printed.content[: after if end < 0 else end]))
        del printed.content[:after]
        self._changed.notify_all()

    # --- what it uses -----------------------------------------------------------------------------------

    def _cpu_time_s(self) -> float:
        """CPU seconds so far; once it has ended, as last seen."""
        with contextlib.suppress(psutil.Error):
            times = self._gauge.cpu_times()
            self._cpu_s = max(self._cpu_s, times.user + times.system)
        return self._cpu_s

    def _memory_bytes(self) -> int:
        try:
            return int(self._gauge.memory_info().rss)
        except psutil.Error:
            return 0


def _signal_group(leader: int, number: int) -> None:
    """Reaches all who have not left the leader's group at once: who forks on and on would outrun a search."""
    with contextlib.suppress(OSError):
        os.killpg(leader, number)


def _halted(process: psutil.Process) -> set[psutil.Process]:
    """The process and its descendants, all suspended: none of them can start another that would be missed."""
    halted: set[psutil.Process] = set()
    family = {process}
    deadline = time.monotonic() + GRACE_S
    while not family <= halted and time.monotonic() < deadline:
        for one in family - halted:
            with contextlib.suppress(psutil.Error):
                one.suspend()
        # Whoever was starting a process as the signal came has finished that when it is seen to stand still.
        halted |= {one for one in family if _stands_still(one)}
        with contextlib.suppress(psutil.Error):
            family |= set(process.children(recursive=True))
    return family


def _stands_still(process: psutil.Process) -> bool:
    try:
        return process.status() in (psutil.STATUS_STOPPED, psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return True


def _write(pipe: IO[bytes], requests: SimpleQueue[bytes | None]) -> None:
    """Writes what is queued until None comes or the other end is gone."""
    with contextlib.suppress(OSError), pipe:
        while (request := requests.get()) is not None:
            left = memoryview(request)
            while left:
                left = left[pipe.write(left) :]
