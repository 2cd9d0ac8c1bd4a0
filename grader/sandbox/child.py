"""The first moments of a worker: its descriptors, its confinement; then `grader.worker`."""

from __future__ import annotations

import fcntl
import importlib
import io
import os
import signal
import socket
from collections.abc import Sequence

from grader.sandbox.confinement import Calls, ConfinementError, Confiner, Place, enter, kernel
from grader.sandbox.confinement.limits import die_with, gaps
from grader.sandbox.line import Requests, RungReplies
from grader.sandbox.nest import Nest
from grader.wire.messages import Ready, write_reply
from grader.worker import main as worker
from grader.worker.modules import enter_folder

CONTROL, BELL = 3, 4
CLOSED = gaps((0, 1, 2, CONTROL, BELL))
REQUEST_BYTES = 1 << 16  # read at once: the calls of a check, as a rule
CONFINED = write_reply(Ready())


def main(
    descriptors: Sequence[int],
    bounds: Calls | None,
    nest: Nest,
    confiner: Confiner | None,
    place: Place,
    zygote: int,
) -> None:
    """Never returns: the process ends here, whatever happens.

    Args:
        descriptors: its control socket, output pipe and bell, and the doors of its cgroup, if it has one.
        bounds: what it may use up; None only where nothing is confined.
        nest: what the workers of this zygote have in common.
        confiner: confines it; None to confine nothing.
        place: where it may write.
        zygote: the pid of its parent.
    """
    try:
        # At once: without its zygote nobody would tell the host of it, and it would wait for ever.
        die_with(zygote)
        control, output, bell, *doors = descriptors
        enter(doors)
        signal.set_wakeup_fd(-1)
        _settle(control, output, bell)
        if confiner is None:
            os.setsid()
            kernel.close_ranges(CLOSED)
        elif bounds is None:  # nothing runs less confined than the report says
            raise ConfinementError("what the worker may use up was not laid out")
        else:
            confiner.enter(place, bounds, CLOSED)
        enter_folder(place.folder)
        for module in nest.late_imports:
            importlib.import_module(module)
        # From here on student code may run: the host takes an end before this line for our own failure.
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, CONTROL)
        replies = RungReplies(line, BELL)
        replies.sendall(CONFINED)
        worker.run(io.BufferedReader(Requests(line, BELL), REQUEST_BYTES), replies, place.folder)
    except BaseException as error:  # noqa: BLE001 - the edge of the process: nothing may unwind into the zygote
        os.write(2, f"worker: {type(error).__name__}: {error}\n".encode())
        os._exit(1)
    worker.leave()


def reserve() -> None:
    """In a zygote, before it opens what workers need: keeps that out of the places that their line will have."""
    while (filler := os.dup(0)) <= BELL:
        pass
    os.close(filler)


def _settle(control: int, output: int, bell: int) -> None:
    """Into place, where Python's streams expect them; standard input stays the zygote's, which is empty."""
    os.dup2(output, 1)  # before the others take their places, where output may be
    os.dup2(output, 2)
    bell = fcntl.fcntl(bell, fcntl.F_DUPFD_CLOEXEC, BELL + 1)  # out of the way of control
    os.dup2(control, CONTROL, inheritable=False)
    os.dup2(bell, BELL, inheritable=False)
