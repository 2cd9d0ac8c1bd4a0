"""A worker that is no process: what it sends is written beforehand, byte by byte as a hostile one would."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence

from grader.core.observation import Observation
from grader.sandbox.channels import Channels
from grader.sandbox.exchange import CallLimits, observe
from grader.sandbox.supervisor import ForkedWorker
from grader.sandbox.zygote import STATUS
from grader.wire.frames import UNTRUSTED
from grader.wire.messages import Ready, write_reply

LIMITS = CallLimits(
    wall_time_s=5.0, cpu_time_s=5.0, memory_bytes=1 << 30, gpu_memory_bytes=1 << 30, output_bytes=1 << 10
)
READY = write_reply(Ready())
# Above what pid_max can be: nothing that looks at it in /proc finds anything.
NOBODY = (1 << 22) + 1


def observed(
    sent: bytes, *, printed: bytes = b"", wait_status: int = 0, calls: int = 1, gifts: Sequence[int] = ()
) -> Sequence[Observation]:
    """What the host makes of a worker that reported its confinement, sent this (and descriptors with it), and ended so.

    All must fit the buffers of a socket and a pipe.
    """
    channels = Channels()
    worker = ForkedWorker(channels, UNTRUSTED)
    try:
        channels.far_status.send(STATUS.pack(b"p", NOBODY, 0, 0.0, 0.0))
        channels.far_control.sendall(READY)
        if sent:
            socket.send_fds(channels.far_control, [sent], gifts)
        os.write(channels.far_output, printed)
        channels.far_status.send(STATUS.pack(b"x", NOBODY, wait_status, 0.0, 0.0))
        worker.send([b"request"] * calls)
        found: list[Observation] = []
        while worker.alive and len(found) < calls:
            found.append(observe(worker.receive(LIMITS)))
        return found
    finally:
        channels.close_far()
        worker.close()
