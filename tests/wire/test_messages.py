"""Requests round-trip; replies are read from hostile bytes without harm."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.core.data import Array
from grader.core.observation import Absent, Raised, Refused, Returned
from grader.errors import WireError
from grader.wire.frames import HEAD, TRUSTED, UNTRUSTED, OversizedError, body_lengths, decode
from grader.wire.messages import (
    BackwardRequest,
    CallRequest,
    Plain,
    Ready,
    Reply,
    Request,
    Setup,
    VerifyRequest,
    read_reply,
    read_request,
    write_reply,
    write_request,
)

X = Array(np.ones((2, 3), np.float32), "float32")

REQUESTS: list[Request] = [
    Setup(lane="student", framework="torch", files={"a.py": b"x = 1\n", "empty": b""}, module="a.py", seed=7),
    Setup(
        lane="student",
        framework="torch",
        files={},
        module="a.py",
        device="cuda:1",
        tf32=True,
        gpu_memory_bytes=5,
    ),
    Setup(
        lane="author", framework="numpy", files={}, module=None, driver=b"pass", starters={"a.py": b"\xff"}
    ),
    CallRequest(
        call="f(x, lr=lr)",
        values={"x": X, "lr": Plain(0.1), "config": Plain({"betas": [0.9, 0.999]})},
        seed=2**62,
        default_dtype="float64",
        backward=BackwardRequest(wrt=("x",), cotangent="dy"),
        after=("x",),
        swap={"f": "g"},
    ),
    VerifyRequest(name="v", observed=(1, X), arguments={"n": 3}, seed=0),
]

REPLIES: list[Reply] = [
    Ready(("f", "g")),
    Returned(data={"output": X}, after={"x": X}),
    Refused(reason="a set"),
    Absent(name="forward", written=True),
    Raised(types=("ValueError", "Exception"), message="no", traceback="  File …", file="a.py", line=3),
]


def body(frame: bytes) -> tuple[Any, Any]:
    json_length, _ = body_lengths(frame[: HEAD.size], TRUSTED)
    rest = frame[HEAD.size :]
    return decode(rest[:json_length], rest[json_length:], TRUSTED)


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda request: type(request).__name__)
def test_a_request_is_read_as_it_was_written(request_: Request) -> None:
    assert read_request(*body(write_request(request_))) == request_


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: type(reply).__name__)
def test_a_reply_is_read_as_it_was_written(reply: Reply) -> None:
    assert read_reply(*body(write_reply(reply))) == reply


def test_what_a_call_does_to_its_arguments_is_not_in_the_next() -> None:
    """All calls of a check have the same JSON, and it is read once."""
    inputs = {"config": Plain({"betas": [0.9, [0.5]]})}
    frames = [write_request(CallRequest(call="f(config)", values=inputs, seed=seed)) for seed in (1, 2)]
    first, second = (read_request(*body(frame)) for frame in frames)
    assert isinstance(first, CallRequest)
    assert isinstance(second, CallRequest)
    config = first.values["config"]
    assert isinstance(config, Plain)
    assert isinstance(config.value, dict)
    config.value["betas"][1].append(7)
    config.value["new"] = True
    assert second.values["config"] == inputs["config"]
    assert (first.seed, second.seed) == (1, 2)


def test_a_text_beyond_the_cap_is_announced_and_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("grader.wire.messages.json_text")
    frame = write_reply(Returned(data="x" * (UNTRUSTED.json_bytes + 1)))
    assert len(frame) == HEAD.size
    with pytest.raises(OversizedError):
        body_lengths(frame, UNTRUSTED)


def test_long_texts_of_a_reply_are_cut_to_what_is_read() -> None:
    reply = Raised(
        types=("E" * 999,) * 99, message="m" * 99_999, traceback="t" * 99_999, file="f" * 999, line=1
    )
    read = read_reply(*body(write_reply(reply)))
    assert isinstance(read, Raised)
    assert len(read.message) == 4_000


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=6)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["is", "data", "after", "types", "message", "line", "name"]), inner, max_size=4
        ),
    ),
    max_leaves=10,
)


@given(
    st.one_of(json_values, json_values.map(lambda value: {"is": "raised", "types": value, "message": "m"}))
)
def test_any_json_is_a_reply_or_refused(value: Any) -> None:
    try:
        read_reply(value, {})
    except WireError:
        pass


@pytest.mark.parametrize(
    "value",
    [
        {"is": "returned", "data": ["none"]},
        {"is": "returned", "data": ["none"], "after": {}, "score": 1},
        {"is": "raised", "types": [], "message": "", "traceback": "", "file": "", "line": 1},
        {"is": "raised", "types": ["E"], "message": "", "traceback": "", "file": "", "line": True},
        {"is": "raised", "types": ["E"], "message": "", "traceback": "", "file": "", "line": -1},
        {"is": "passed"},
    ],
)
def test_what_is_almost_a_reply_is_refused(value: Any) -> None:
    with pytest.raises(WireError):
        read_reply(value, {})
