"""A few calls made before there is a worker, so that the worker's own code is quick in each from the first call on.

A worker is a copy of its zygote and lives for some dozens of calls. The interpreter makes code quicker once it has
run some times, and a page that the zygote has written is there when the worker first needs it. What is rehearsed is
only the loop's own code over NumPy arrays: no framework computes, no generator is seeded, and nothing is written.
"""

from __future__ import annotations

import io
from types import ModuleType

import numpy as np

from grader.core.data import Array
from grader.core.observation import Returned
from grader.wire.messages import CallRequest, read_request, write_reply, write_request
from grader.worker.convert import to_data, to_native
from grader.worker.evaluate import Scope, evaluate
from grader.worker.main import parsed, receive

CALLS = 40  # the interpreter has settled by then; some 5 ms


def rehearse() -> None:
    """Takes requests as a worker would and drops what it would reply."""
    array = Array(np.zeros((3, 2), np.float32), "float32")
    values = dict.fromkeys("abcde", array)
    frame = write_request(CallRequest(call="f(a, [b, c], d, e, scale=-2)", values=values, seed=0))
    stage = ModuleType("stage")
    stage.f = lambda a, *_, **__: a  # type: ignore[attr-defined]
    requests = io.BytesIO(frame * CALLS)
    while (body := receive(requests)) is not None:
        request = read_request(*body)
        assert isinstance(request, CallRequest)
        given = {name: to_native(value, "numpy") for name, value in request.values.items()}
        write_reply(Returned(data=to_data(evaluate(parsed(request.call), Scope(given, stage, None)))))
