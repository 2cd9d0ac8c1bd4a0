"""One worker as the host sees it: bytes out, bytes in, a clock, and limits.

`send` queues requests and `receive` returns the next reply or the reason why there is none. It reads no more than the
caps allow, keeps no more output than asked, and never waits past the wall limit.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
from collections.abc import Sequence
from pathlib import Path

from grader.core.observation import Ended
from grader.core.verdict import Verdict
from grader.errors import SandboxError, WireError
from grader.sandbox.channels import Channels
from grader.sandbox.confinement.policy import SCRATCH_BYTES, SCRATCH_FILES
from grader.sandbox.exchange import BIRTH_S, FLOOD_BYTES, TICK_S, CallLimits, Exchange, Tape, take_reply
from grader.sandbox.exits import (
    FLOODED,
    HUNG_UP,
    OVERFULL,
    WROTE_UNASKED,
    Exit,
    classify,
    killed_from_outside,
    no_answer,
    no_cpu_time,
    no_gpu_memory,
    no_memory,
    unreadable,
)
from grader.sandbox.gauges import Gauges, Room
from grader.sandbox.gpu_memory import Driver, Share
from grader.sandbox.zygote import STATUS
from grader.wire.frames import HEAD, Caps
from grader.wire.messages import Ready, Reply

CHUNK_BYTES = 1 << 16  # more, and each read would have memory of its own mapped for it
MOST_FALSE_RINGS = 1_000  # of a worker that has nothing to say; then nobody listens to its bell any more
GRACE_S = 5.0  # for the kernel to report an end that has happened


class ForkedWorker:
    """A live worker that a zygote forked."""

    def __init__(
        self,
        channels: Channels,
        caps: Caps,
        *,
        scratch: Path | None = None,
        allowance_bytes: int = 0,
        gpu: Driver | None = None,
    ) -> None:
        self.channels = channels
        self.caps = caps
        self.pid = 0
        self.ended: Exit | None = None
        self.killed: Ended | None = None
        self._scratch = scratch  # of all workers, where nothing but the host bounds what they write
        self._room: Room | None = None
        self._allowance_bytes = allowance_bytes
        self._gauges: Gauges | None = None
        self._gpu = gpu
        self._share: Share | None = None
        self._poll = select.poll()
        self._poll.register(channels.output, select.POLLIN)
        self._poll.register(channels.status, select.POLLIN)
        self._poll.register(channels.bell, select.POLLIN)
        self._poll.register(channels.control, 0)  # for its hanging up alone: what comes, the bell tells
        self._hears_output = True  # until the worker closes it: it would wake the host for ever
        self._false_rings = 0
        self._awaits = 0  # what else the poll waits for
        self._inbox = bytearray()
        self._outbox = memoryview(b"")
        self._cpu_before: float | None = None
        self._cpu_when_killed = 0.0
        self._sent_at = 0.0  # when the next reply's request went out; 0: no wait for it has begun
        self._confined = False
        self._orphaned = False

    def exchange(self, request: bytes, limits: CallLimits) -> Exchange:
        """Sends one request's frame and waits for its reply, within the limits.

        Raises:
            SandboxError: if the worker could not be set up.
        """
        self.send([request])
        return self.receive(limits)

    def send(self, requests: Sequence[bytes]) -> None:
        """Queues requests; each is answered by one `receive`, in order."""
        if not self.pid:
            self._await_birth()
        # Whatever waits here was sent before it was asked for.
        if self.ended is not None:
            self._inbox.clear()
        elif self._confined and (self._inbox or self._stray_bytes()):
            self._kill(WROTE_UNASKED)
        elif self._room is not None and self._room.is_overfull():
            self._kill(OVERFULL)
        else:
            self._outbox = memoryview(b"".join((self._outbox, *requests)))
            self._sent_at = time.monotonic()
            with contextlib.suppress(OSError):  # the rest goes when there is room; an end will be told
                self._send()

    def receive(self, limits: CallLimits) -> Exchange:
        """Waits for the next reply; its clock starts as it is sent, or now if it was sent with others before it."""
        started, self._sent_at = self._sent_at or time.monotonic(), 0.0
        reply = self._reply()
        if reply is not None:  # it came with the one before it
            wall = time.monotonic() - started
            return Exchange(outcome=reply, wall_time_s=wall, cpu_time_s=wall)
        tape = Tape(limits.output_bytes)
        outcome = self._converse(limits, tape, started)
        wall = time.monotonic() - started
        # A call that was over before the first look used no more than its wall time.
        cpu = wall if self._cpu_before is None else self._cpu_used()
        if isinstance(outcome, Ended):
            self._read_output(tape)
        # Killed, and neither by us nor by the kernel for want of memory.
        killed = (
            isinstance(outcome, Ended)
            and outcome.verdict is Verdict.CRASHED
            and self.killed is None
            and self.ended is not None
            and killed_from_outside(self.ended)
        )
        return Exchange(
            outcome=outcome,
            wall_time_s=wall,
            cpu_time_s=cpu,
            output=tape.text(),
            unexplained=killed,
            lost=killed and (self._orphaned or not self._confined),
        )

    def _await_birth(self) -> None:
        """Waits for the zygote, who may still be importing, to tell the pid; no student's clock runs yet."""
        readable, _, _ = select.select([self.channels.status], [], [], BIRTH_S)
        if not readable:
            raise SandboxError(f"no worker came to life within {BIRTH_S:g} s", "`grader doctor` says more")
        self._read_status()

    def _converse(self, limits: CallLimits, tape: Tape, started: float) -> Reply | Ended:
        self._cpu_before = None
        channels = self.channels
        deadline = started + limits.wall_time_s
        reply: Reply | None = None
        while reply is None and self.ended is None:
            if self.killed is None:
                patience = max(0.0, min(TICK_S, deadline - time.monotonic()))
            else:
                patience = GRACE_S
            ready = self._news(patience)
            if channels.bell in ready:
                os.read(channels.bell, CHUNK_BYTES)  # before what it was rung for: it may be rung again
            if self.killed is None:
                self._pump()
            if channels.status.fileno() in ready:
                self._read_status()
            self._read_output(tape)  # after the replies before which it was printed
            if self.killed is not None and not ready:
                raise SandboxError("a worker that was killed did not end")
            reply = self._reply()
            if reply is None and channels.bell in ready and not self._inbox:
                self._bear_with_a_ring()
            if reply is None and self.killed is None and self.ended is None:
                self._watch(limits, tape, time.monotonic() - started)
        return self._end(tape) if reply is None else reply

    def _bear_with_a_ring(self) -> None:
        """A few are honest: it waited for what we were about to send. A bell that it closed rings for ever.

        Without its bell it is looked at by the clock.
        """
        self._false_rings += 1
        if self._false_rings > MOST_FALSE_RINGS:
            self._poll.unregister(self.channels.bell)

    def _news(self, patience_s: float) -> dict[int, int]:
        """What is ready, by descriptor, once something is or patience ends."""
        # The bell is rung for a message, not for each of its parts.
        awaits = (select.POLLIN if self._inbox else 0) | (select.POLLOUT if self._outbox else 0)
        if self.killed:
            awaits = 0
        if awaits != self._awaits:
            self._poll.modify(self.channels.control, awaits)
            self._awaits = awaits
        return dict(self._poll.poll(1000 * patience_s))

    def _send(self) -> None:
        self._outbox = self._outbox[self.channels.control.send(self._outbox, socket.MSG_NOSIGNAL) :]

    def _pump(self) -> None:
        """Sends and takes what can be sent and taken now."""
        try:
            if self._outbox:
                with contextlib.suppress(BlockingIOError):
                    self._send()
            chunk = self.channels.control.recv(CHUNK_BYTES)
            self._inbox += chunk
            if not chunk:
                self._hung_up()
        except BlockingIOError:
            pass
        except (BrokenPipeError, ConnectionResetError):
            self._hung_up()

    def _hung_up(self) -> None:
        # It closed its channel or is ending: either way nothing more can come, so wait for its exit.
        self._outbox = memoryview(b"")
        if self.killed is None and not self._status_comes():
            self._kill(HUNG_UP)

    def _status_comes(self) -> bool:
        deadline = time.monotonic() + GRACE_S  # a busy machine may not let the zygote speak sooner
        while self.ended is None and time.monotonic() < deadline:
            readable, _, _ = select.select([self.channels.status], [], [], 0.05)
            if readable:
                self._read_status()
        return self.ended is not None

    def _reply(self) -> Reply | None:
        """The reply in the inbox, if a whole one is there."""
        while self.killed is None:
            try:
                reply = take_reply(self._inbox, self.caps)
            except WireError as error:
                self._kill(unreadable(error))
                return None
            if reply is None:
                return None
            if self._confined:
                return reply
            if not isinstance(reply, Ready):
                raise SandboxError("a worker did not report its confinement")
            self._confined = True
        return None

    def _end(self, tape: Tape) -> Reply | Ended:
        if self.killed is not None:
            return self.killed
        assert self.ended is not None
        group = self.channels.group
        starved = group is not None and group.out_of_memory_kills > 0
        end = classify(self.ended, out_of_memory=starved)
        if not self._confined and not killed_from_outside(self.ended):
            self._read_output(tape)
            raise SandboxError(f"a worker could not be set up: {end.reason}: {tape.text().strip()}")
        return end

    def _read_output(self, tape: Tape) -> None:
        try:
            while chunk := os.read(self.channels.output, CHUNK_BYTES):
                tape.take(chunk)
                if tape.total > FLOOD_BYTES:
                    self._kill(FLOODED)
                    return
        except BlockingIOError:
            return
        if self._hears_output:
            self._poll.unregister(self.channels.output)
            self._hears_output = False

    def _read_status(self) -> None:
        try:
            record = self.channels.status.recv(STATUS.size)
        except ConnectionResetError:  # our wish to kill crossed its end
            record = b""
        if len(record) != STATUS.size:
            # The zygote itself is gone, and its workers with it.
            self._orphaned = self.ended is None
            self.ended = self.ended or Exit(signal=signal.SIGKILL, cpu_time_s=0.0)
            self._drain_control()
            return
        kind, pid, status, user, system = STATUS.unpack(record)
        self.pid = pid
        if kind == b"p":
            self._gauges = Gauges(pid, self._allowance_bytes)
            self._share = None if self._gpu is None else Share(self._gpu, pid)
            if self._scratch is not None:
                self._room = Room(
                    folder=self._scratch / str(status), size_bytes=SCRATCH_BYTES, files=SCRATCH_FILES
                )
        else:
            self.ended = Exit.from_wait(status, user + system)
            self._drain_control()

    def _drain_control(self) -> None:
        """What it had sent before it ended."""
        try:
            while len(self._inbox) <= self.caps.json_bytes + self.caps.array_bytes + HEAD.size:
                chunk = self.channels.control.recv(CHUNK_BYTES)
                if not chunk:
                    return
                self._inbox += chunk
        except OSError:
            return

    def _stray_bytes(self) -> bool:
        try:
            return bool(self.channels.control.recv(1, socket.MSG_PEEK))
        except OSError:
            return False

    def _watch(self, limits: CallLimits, tape: Tape, wall: float) -> None:
        if wall > limits.wall_time_s:
            self._kill(no_answer(limits))
        elif wall < TICK_S:
            return
        elif self._cpu_used(wall) > limits.cpu_time_s:
            self._kill(no_cpu_time(limits))
        elif self._gauges is not None and self._gauges.memory_bytes() > limits.memory_bytes:
            self._kill(no_memory(limits))
        elif self._share is not None and self._share.exceeds(limits.gpu_memory_bytes):
            self._kill(no_gpu_memory(limits))
        elif self._room is not None and self._room.is_overfull():
            self._kill(OVERFULL)

    def _kill(self, reason: Ended) -> None:
        if self.killed is None and self.ended is None:
            self.killed = reason
            self._cpu_when_killed = self._cpu_time_s()
            self._ask_for_its_end()

    def _ask_for_its_end(self) -> None:
        with contextlib.suppress(OSError):  # the zygote is gone, and the worker with it
            self.channels.status.send(b"k", socket.MSG_NOSIGNAL)

    def _cpu_used(self, wall: float = 0.0) -> float:
        """CPU seconds of this call. It is first looked at `wall` seconds after its beginning: until then one
        processor was busy with it, it is taken, so that quick calls are not looked at at all."""
        now = self._cpu_when_killed or self._cpu_time_s()
        if self._cpu_before is None:
            self._cpu_before = max(0.0, now - wall)
        return now - self._cpu_before

    def _cpu_time_s(self) -> float:
        if self.ended is not None:
            return self.ended.cpu_time_s
        return 0.0 if self._gauges is None else self._gauges.cpu_time_s()

    def close(self) -> None:
        """Ends the worker, and what is left of it; no verdict is out, and no other begun in its place, before that."""
        if self.pid and self.ended is None:
            if self.killed is None:
                self._ask_for_its_end()
            self._status_comes()
        self.channels.close()
        if self._gauges is not None:
            self._gauges.close()

    @property
    def alive(self) -> bool:
        return self.ended is None and self.killed is None
