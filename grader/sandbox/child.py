"""The first moments of a worker: its descriptors, its confinement; then `grader.worker`."""

from __future__ import annotations

import importlib
import io
import os
import signal
from collections.abc import Sequence

from grader.sandbox.confinement import Confiner, ResourceLimits, enter
from grader.sandbox.confinement.limits import close_descriptors, die_with
from grader.sandbox.nest import Nest
from grader.wire.messages import Ready, write_reply
from grader.worker import main as worker
from grader.worker.modules import enter_folder
from grader.worker.replies import Replies

CONTROL = 3
KEPT = (0, 1, 2, CONTROL)
CONFINED = write_reply(Ready())


def main(
    control: int,
    output: int,
    doors: Sequence[int],
    limits: ResourceLimits,
    nest: Nest,
    confiner: Confiner | None,
    zygote: int,
) -> None:
    """Never returns: the process ends here, whatever happens.

    Args:
        control: the control socket's descriptor.
        output: the output pipe's.
        doors: of its cgroup; none if it has none.
        limits: what it may use up.
        nest: what the workers of this zygote have in common.
        confiner: confines it; None to confine nothing.
        zygote: the pid of its parent.
    """
    try:
        # At once: without its zygote nobody would tell the host of it, and it would wait for ever.
        die_with(zygote)
        enter(doors)
        signal.set_wakeup_fd(-1)
        _settle_descriptors(control, output)
        folder = nest.place_of(os.getpid())
        if confiner is None:
            _unconfined(folder)
        else:
            confiner.enter(folder, limits, keep=KEPT)
        enter_folder(folder)
        for module in nest.late_imports:
            importlib.import_module(module)
        # From here on student code may run: the host takes an end before this line for our own failure.
        replies = Replies(CONTROL)
        replies.sendall(CONFINED)
        # Small requests that wait are read at once.
        worker.run(io.BufferedReader(io.FileIO(CONTROL, closefd=False)), replies, folder)
    except BaseException as error:  # noqa: BLE001 - the edge of the process: nothing may unwind into the zygote
        os.write(2, f"worker: {type(error).__name__}: {error}\n".encode())
        os._exit(1)
    worker.leave()


def _unconfined(folder: str) -> None:
    os.setsid()
    close_descriptors(KEPT)
    os.mkdir(folder, mode=0o700)


def _settle_descriptors(control: int, output: int) -> None:
    """Into place, where Python's streams expect them; standard input stays the zygote's, which is empty."""
    os.dup2(output, 1)  # before control takes its place, where output may be
    os.dup2(output, 2)
    os.dup2(control, CONTROL, inheritable=False)
