"""The first moments of a worker: its descriptors, its confinement; then `grader.worker`."""

from __future__ import annotations

import fcntl
import importlib
import io
import os
import signal
from collections.abc import Sequence

from grader.sandbox.confinement import Confiner, ResourceLimits, enter
from grader.sandbox.confinement.limits import close_descriptors, die_with
from grader.sandbox.line import Requests, RungReplies
from grader.sandbox.nest import Nest
from grader.wire.messages import Ready, write_reply
from grader.worker import main as worker
from grader.worker.modules import enter_folder

CONTROL = 3
REQUEST_BYTES = 1 << 16  # read at once: the calls of a check, as a rule
CONFINED = write_reply(Ready())


def main(
    descriptors: Sequence[int],
    limits: ResourceLimits,
    nest: Nest,
    confiner: Confiner | None,
    zygote: int,
) -> None:
    """Never returns: the process ends here, whatever happens.

    Args:
        descriptors: its control socket, output pipe and bell, and the doors of its cgroup, if it has one.
        limits: what it may use up.
        nest: what the workers of this zygote have in common.
        confiner: confines it; None to confine nothing.
        zygote: the pid of its parent.
    """
    try:
        # At once: without its zygote nobody would tell the host of it, and it would wait for ever.
        die_with(zygote)
        control, output, bell, *doors = descriptors
        enter(doors)
        signal.set_wakeup_fd(-1)
        bell = _settled(control, output, bell)
        kept = (0, 1, 2, CONTROL, bell)
        folder = nest.place_of(os.getpid())
        if confiner is None:
            _unconfined(folder, kept)
        else:
            confiner.enter(folder, limits, keep=kept)
        enter_folder(folder)
        for module in nest.late_imports:
            importlib.import_module(module)
        # From here on student code may run: the host takes an end before this line for our own failure.
        replies = RungReplies(CONTROL, bell)
        replies.sendall(CONFINED)
        worker.run(io.BufferedReader(Requests(CONTROL, bell), REQUEST_BYTES), replies, folder)
    except BaseException as error:  # noqa: BLE001 - the edge of the process: nothing may unwind into the zygote
        os.write(2, f"worker: {type(error).__name__}: {error}\n".encode())
        os._exit(1)
    worker.leave()


def _unconfined(folder: str, kept: Sequence[int]) -> None:
    os.setsid()
    close_descriptors(kept)
    os.mkdir(folder, mode=0o700)


def _settled(control: int, output: int, bell: int) -> int:
    """Into place, where Python's streams expect them; standard input stays the zygote's, which is empty.

    Returned is the bell's descriptor.
    """
    os.dup2(output, 1)  # before control takes its place, where output or bell may be
    os.dup2(output, 2)
    bell = fcntl.fcntl(bell, fcntl.F_DUPFD_CLOEXEC, CONTROL + 1)
    os.dup2(control, CONTROL, inheritable=False)
    return bell
