"""A hand-in's whole course, played before there is a worker, so that each worker is quick from its first call on.

A worker is a copy of its zygote and lives for some dozens of calls. The interpreter makes code quicker once it has run
some times, libraries prepare themselves at their first call, and a page that the zygote has written is there when the
worker first needs it. Nothing is written, and what is played leaves nothing but seeded generators, which every worker
seeds anew.
"""

from __future__ import annotations

import io
from types import ModuleType

import numpy as np

from grader.core.data import Array
from grader.core.problem import Framework
from grader.wire.messages import CallRequest, Setup, read_request, write_reply, write_request
from grader.worker.main import ModuleLane, receive

CALLS = 40  # the interpreter has settled by then; some 10 ms
_PIECE = b"""
def forward(x, weights, biases, *, scale=1):
    for W, b in zip(weights, biases):
        x = (x @ W + b).clip(0)
    return x * scale
"""


def rehearse(framework: Framework) -> None:
    """Takes requests as a worker would, and drops what it would reply.

    Raises:
        Exception: if that fails, as it would in every worker.
    """
    setup = Setup(lane="student", framework=framework, files={"piece.py": _PIECE}, module="piece.py")
    square, line = (Array(np.ones(shape, np.float32), "float32") for shape in ((3, 3), (3,)))
    call = "forward(X, [A, B], [a, b], scale=-2)"
    values = {"X": square, "A": square, "B": square, "a": line, "b": line}
    requests = io.BytesIO(
        write_request(setup) * CALLS + write_request(CallRequest(call=call, values=values, seed=0)) * CALLS
    )
    stage = ModuleType("piece")
    exec(compile(_PIECE, "piece.py", "exec"), stage.__dict__)  # noqa: S102 - our own
    lane = ModuleLane(setup, "")
    lane.module = stage
    while (body := receive(requests)) is not None:
        request = read_request(*body)
        if isinstance(request, CallRequest):
            write_reply(lane.serve(request), lane.caps)
