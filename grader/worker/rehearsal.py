"""A hand-in's whole course, played before there is a worker, so that each worker is quick from its first step on.

A worker is a copy of its zygote and lives for some dozens of calls. The interpreter makes code quicker once it has run
some times, libraries prepare themselves at their first call, and what was looked up once is remembered: a worker that
has to look it up itself writes a page for each name. What is played leaves nothing but seeded generators, which every
worker seeds anew.
"""

from __future__ import annotations

import io
import os
import shutil
import sys

import numpy as np

from grader.core.data import Array
from grader.core.problem import Framework
from grader.wire.messages import CallRequest, Setup, write_request
from grader.worker.main import run
from grader.worker.replies import Replies

COURSES, CALLS = 4, 10  # the interpreter has settled by then; some 15 ms
_PIECE = "rehearsed_piece"
_SOURCE = b"""
def forward(x, weights, biases, *, scale=1):
    for W, b in zip(weights, biases):
        x = (x @ W + b).clip(0)
    return x * scale
"""


class _Dropped(Replies):
    """Replies that nobody reads; the last one is kept."""

    last = b""

    def sendall(self, reply: bytes) -> None:
        super().sendall(reply)
        self.last = reply


def rehearse(framework: Framework, folder: str) -> None:
    """Serves requests as a worker would, and drops what it replies.

    Args:
        framework: what calls are given arrays of.
        folder: a new folder's path, which is gone afterwards.

    Raises:
        RuntimeError: if a call fails, as it would in every worker.
    """
    path = f"{_PIECE}.py"
    setup = Setup(lane="student", framework=framework, files={path: _SOURCE}, module=path)
    square, line = (Array(np.ones(shape, np.float32), "float32") for shape in ((3, 3), (3,)))
    call = "forward(X, [A, B], [a, b], scale=-2)"
    values = {"X": square, "A": square, "B": square, "a": line, "b": line}
    course = write_request(setup) + write_request(CallRequest(call=call, values=values, seed=0)) * CALLS
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.mkdir(folder)
    try:
        for _ in range(COURSES):
            replies = _Dropped(nowhere)
            run(io.BytesIO(course), replies, folder)
            if b'"is":"returned"' not in replies.last:
                raise RuntimeError(f"the rehearsal failed: {replies.last!r}")
    finally:
        os.close(nowhere)
        shutil.rmtree(folder)
    sys.path.remove(folder)
    del sys.modules[_PIECE]
