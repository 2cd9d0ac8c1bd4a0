"""The first moments of a worker: its descriptors, its confinement; then `grader.worker`."""

from __future__ import annotations

import importlib
import os
import signal
import socket
from collections.abc import Sequence
from pathlib import Path

from grader.sandbox.confinement import Confiner, ResourceLimits, enter
from grader.sandbox.confinement.limits import close_descriptors, die_with
from grader.sandbox.nest import Nest
from grader.sandbox.startup import open_streams
from grader.wire.messages import Ready, write_reply
from grader.worker import main as worker

CONTROL = 3
KEPT = (0, 1, 2, CONTROL)


def main(
    control: int, output: int, doors: Sequence[int], nest: Nest, confiner: Confiner | None, zygote: int
) -> None:
    """Never returns: the process ends here, whatever happens.

    Args:
        control: the control socket's descriptor.
        output: the output pipe's.
        doors: of its cgroup; none if it has none.
        nest: what the workers of this zygote have in common.
        confiner: confines it; None to confine nothing.
        zygote: the pid of its parent.
    """
    try:
        # At once: without its zygote nobody would tell the host of it, and it would wait for ever.
        die_with(zygote)
        enter(doors)
        sock = _descriptors(control, output)
        requests = sock.makefile("rb")  # small requests that wait are read at once
        frame = worker.receive(requests)
        if frame is not None:
            folder = nest.scratch / str(os.getpid())
            if confiner is None:
                _unconfined(folder)
            else:
                confiner.enter(folder, ResourceLimits(**frame[0]), keep=KEPT)
            for module in nest.late_imports:
                importlib.import_module(module)
            # From here on student code may run: the host takes an end before this line for our own failure.
            sock.sendall(write_reply(Ready()))
            worker.run(requests, sock, folder)
    except BaseException as error:  # noqa: BLE001 - the edge of the process: nothing may unwind into the zygote
        os.write(2, f"worker: {type(error).__name__}: {error}\n".encode())
        os._exit(1)
    worker.leave()


def _unconfined(folder: Path) -> None:
    os.setsid()
    close_descriptors(KEPT)
    folder.mkdir(mode=0o700)
    os.chdir(folder)


def _descriptors(control: int, output: int) -> socket.socket:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # First out of the way of the low numbers, then into place; confinement closes the rest.
    high_control, high_output = (os.dup2(number, number + 500) for number in (control, output))
    nothing = os.open("/dev/null", os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(high_output, 1)
    os.dup2(high_output, 2)
    os.dup2(high_control, CONTROL, inheritable=False)
    for number in (high_control, high_output):
        os.close(number)
    open_streams()
    return socket.socket(fileno=CONTROL)
