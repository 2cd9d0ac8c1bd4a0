"""The mother: imports the framework once and forks the two zygotes. Run as `python -m grader.sandbox.mother`.

Arguments: the framework (`torch` or `numpy`), how workers begin (`warm` or `cold`), after how many of them a zygote
retires, the scratch root, the device that they compute on (she never touches it), and the descriptors of the students'
and the authors' request sockets. The first message on the students' tells the layers of confinement (comma-separated,
or `none`): the host finds out which there are while she imports.

She has a zygote for each lane and forks another when one retires or dies: the requests that wait in the lane's
socket are the new one's. When the host closes the sockets, the zygotes end, and she after them.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import select
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from grader.sandbox.nest import Nest
from grader.sandbox.startup import PRELOADED
from grader.sandbox.zygote import RETIRED, SERVING, serve

WARM, COLD = "warm", "cold"
# Her exit codes: nothing can be served here, or she cannot fork, and the host starts one who imports less.
FAILED, TOO_MANY_THREADS = 1, 3

MESSAGE_BYTES = 4096
OWN = ("grader.worker.main", "grader.worker.answers", "grader.sandbox.child", "grader.sandbox.confinement")


def main(arguments: Sequence[str]) -> None:
    framework, start, retires_after, scratch, device, *sockets = arguments
    warm = framework if start == WARM else "numpy"
    gc.disable()  # importing makes next to no garbage, and looking for it takes a fifth of the time
    for module in (*OWN, *PRELOADED[warm]):  # ours first: what every worker touches then lies close together
        importlib.import_module(module)
    importlib.import_module("grader.worker.rehearsal").rehearse(warm, os.path.join(scratch, f"{os.getpid()}"))
    if len(os.listdir("/proc/self/task")) != 1:
        raise SystemExit(TOO_MANY_THREADS)  # a fork would copy only one of them
    gc.freeze()
    gc.enable()
    lanes = [socket.socket(fileno=int(number)) for number in sockets]
    layers = lanes[0].recv(MESSAGE_BYTES).decode()
    if not layers:
        return  # the host is gone
    nest = Nest(
        scratch=scratch,
        layers=None if layers == "none" else tuple(layers.split(",")),
        retires_after=int(retires_after),
        device=device,
        late_imports=() if start == WARM else PRELOADED[framework],
    )
    Mother(lanes, nest).serve()


@dataclass(frozen=True, slots=True, kw_only=True)
class Zygote:
    """A zygote as the mother knows it."""

    pid: int
    lane: socket.socket


class Mother:
    """Keeps one zygote in each lane for as long as the host is there."""

    def __init__(self, lanes: Sequence[socket.socket], nest: Nest) -> None:
        self._lanes = lanes
        self._nest = nest
        self._poll = select.poll()
        self._zygotes: dict[int, Zygote] = {}  # by the pipe on which each tells how it goes

    def serve(self) -> None:
        """Returns when the host has closed its sockets and every zygote has ended.

        Raises:
            SystemExit: if a zygote ends by itself: it could not be set up, and the next could not either.
        """
        for lane in self._lanes:
            self._poll.register(lane, 0)  # for its hanging up alone: what comes is the zygotes'
            self._fork(lane)
        while True:
            for pipe, _ in self._poll.poll():
                if pipe not in self._zygotes:
                    return self._leave()
                self._listen(pipe)

    def _listen(self, pipe: int) -> None:
        told = os.read(pipe, 1)
        if told == SERVING:
            return
        self._poll.unregister(pipe)
        os.close(pipe)
        zygote = self._zygotes.pop(pipe)
        if told != RETIRED:
            _, status = os.waitpid(zygote.pid, 0)
            if not os.WIFSIGNALED(status):
                raise SystemExit(FAILED)  # its own last words say why
        self._fork(zygote.lane)

    def _fork(self, lane: socket.socket) -> None:
        pipe, far = os.pipe()
        pid = os.fork()
        if pid == 0:
            for other in self._lanes:
                if other is not lane:
                    other.close()
            for descriptor in (pipe, *self._zygotes):
                os.close(descriptor)
            serve(lane, self._nest, far)
            os._exit(0)
        os.close(far)
        self._zygotes[pipe] = Zygote(pid=pid, lane=lane)
        self._poll.register(pipe, select.POLLIN)

    def _leave(self) -> None:
        """Waits for the zygotes, who ask the kernel to end them with her."""
        with contextlib.suppress(ChildProcessError):
            while True:
                os.wait()


if __name__ == "__main__":
    main(sys.argv[1:])
    os._exit(0)  # to take a framework apart again takes longer than a student's check
