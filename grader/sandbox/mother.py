"""The mother: imports the framework once and forks the two zygotes. Run as `python -m grader.sandbox.mother`.

Arguments: the framework (`torch` or `numpy`), how workers begin (`warm` or `cold`), after how many of them a zygote
retires, the scratch root, the layers of confinement (comma-separated, or `none`), and the descriptors of the students'
and the authors' request sockets.

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
from pathlib import Path

from grader.sandbox.zygote import SERVING, Nest, serve

WARM, COLD = "warm", "cold"
TOO_MANY_THREADS = 3  # her exit code: she cannot fork, and the host starts one who imports less

# What workers of each framework find imported.
PRELOADED = {
    "torch": ("numpy", "numpy.ma", "numpy.random", "torch", "torch.nn.functional", "torch.optim"),
    "numpy": ("numpy", "numpy.ma", "numpy.random"),
}
OWN = ("grader.worker.main", "grader.sandbox.child", "grader.sandbox.confinement")


def main(arguments: Sequence[str]) -> None:
    framework, start, retires_after, scratch, layers, *sockets = arguments
    for module in (*PRELOADED[framework if start == WARM else "numpy"], *OWN):
        importlib.import_module(module)
    if len(os.listdir("/proc/self/task")) != 1:
        raise SystemExit(TOO_MANY_THREADS)  # a fork would copy only one of them
    gc.collect()
    gc.freeze()
    lanes = [socket.socket(fileno=int(number)) for number in sockets]
    nest = Nest(
        scratch=Path(scratch),
        layers=None if layers == "none" else tuple(layers.split(",")),
        retires_after=int(retires_after),
        late_imports=() if start == WARM else PRELOADED[framework],
    )
    Mother(lanes, nest).serve()


class Mother:
    """Keeps one zygote in each lane for as long as the host is there."""

    def __init__(self, lanes: Sequence[socket.socket], nest: Nest) -> None:
        self._lanes = lanes
        self._nest = nest
        self._poll = select.poll()
        self._lane_of: dict[int, socket.socket] = {}  # by the pipe on which its zygote tells how it goes
        self._serving: set[int] = set()

    def serve(self) -> None:
        """Returns when the host has closed its sockets and every zygote has ended.

        Raises:
            SystemExit: if a zygote ends before it could serve; the next would too.
        """
        for lane in self._lanes:
            self._poll.register(lane, 0)  # for its hanging up alone: what comes is the zygotes'
            self._fork(lane)
        while True:
            for pipe, _ in self._poll.poll():
                if pipe not in self._lane_of:
                    return self._leave()
                self._listen(pipe)
            self._reap()

    def _listen(self, pipe: int) -> None:
        told = os.read(pipe, 1)
        if told == SERVING:
            self._serving.add(pipe)
            return
        if pipe not in self._serving:
            raise SystemExit(1)  # its own last words say why
        lane = self._lane_of.pop(pipe)
        self._serving.remove(pipe)
        self._poll.unregister(pipe)
        os.close(pipe)
        self._fork(lane)

    def _fork(self, lane: socket.socket) -> None:
        pipe, far = os.pipe()
        if os.fork() == 0:
            for other in self._lanes:
                if other is not lane:
                    other.close()
            for descriptor in (pipe, *self._lane_of):
                os.close(descriptor)
            serve(lane, self._nest, far)
            os._exit(0)
        os.close(far)
        self._lane_of[pipe] = lane
        self._poll.register(pipe, select.POLLIN)

    def _reap(self) -> None:
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass

    def _leave(self) -> None:
        """Waits for the zygotes, who ask the kernel to end them with her."""
        with contextlib.suppress(ChildProcessError):
            while True:
                os.wait()


if __name__ == "__main__":
    main(sys.argv[1:])
