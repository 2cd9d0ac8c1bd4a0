"""Whatever bytes a worker sends, the host has an observation of it, and none of its own."""

from __future__ import annotations

import os
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.core.data import Array
from grader.core.observation import Absent, Ended, Raised, Refused, Returned
from grader.core.verdict import Verdict
from grader.sandbox.exchange import take_reply
from grader.wire.frames import HEAD, MAGIC, UNTRUSTED, decode, encode
from grader.wire.messages import read_reply, write_reply
from tests.sandbox.puppet import observed

PATIENT = settings(deadline=None)
OUTCOMES = (Absent, Ended, Raised, Refused, Returned)

leaves = (
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=9)
)
trees = st.recursive(
    leaves
    | st.sampled_from(["is", "returned", "array", "seq", "map", "float", "int", "none", "0", "float32"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
replies = st.fixed_dictionaries(
    {"is": st.sampled_from(["returned", "refused", "raised", "absent", "ready", "passed"])}
).flatmap(
    lambda start: st.dictionaries(
        st.sampled_from(
            [
                "data",
                "after",
                "reason",
                "name",
                "written",
                "types",
                "message",
                "traceback",
                "file",
                "line",
                "unwritten",
            ]
        ),
        trees,
        max_size=6,
    ).map(lambda rest: {**start, **rest})
)


@PATIENT
@given(st.binary(max_size=300), st.integers(0, 0xFFFF), st.binary(max_size=50))
def test_any_bytes_and_any_end_have_an_observation(sent: bytes, wait_status: int, printed: bytes) -> None:
    [found] = observed(sent, wait_status=wait_status, printed=printed)
    assert isinstance(found.outcome, OUTCOMES)
    if isinstance(found.outcome, Ended):
        assert found.outcome.verdict is not Verdict.PASSED


@PATIENT
@given(replies | trees, st.binary(max_size=60))
def test_any_message_has_an_observation(body: Any, blob: bytes) -> None:
    text = encode(body, {})[HEAD.size :]
    for _ in range(2):
        [found] = observed(HEAD.pack(MAGIC, len(text), len(blob)) + text + blob)
        assert isinstance(found.outcome, OUTCOMES)
        blob = len(blob).to_bytes(8, "little") + blob


@PATIENT
@given(st.integers(0, 200), st.integers(0, 255))
def test_a_message_with_one_byte_changed_has_an_observation(place: int, byte: int) -> None:
    frame = bytearray(
        write_reply(Returned(data={"a": Array(np.arange(3.0), "float64"), "b": (1, "x", None)}))
    )
    frame[place % len(frame)] = byte
    [found] = observed(bytes(frame))
    assert isinstance(found.outcome, OUTCOMES)


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_message_that_is_cut_short_is_no_answer(cut: int) -> None:
    frame = write_reply(Returned(data=True))
    [found] = observed(frame[: len(frame) - cut])
    assert isinstance(found.outcome, Ended)


def test_the_same_bytes_are_the_same_answer_which_nobody_can_write_to() -> None:
    frames = [write_reply(Returned(data=Array(np.full(3, float(n)), "float64"))) for n in (1, 2, 1)]
    first, other, again = (take_reply(bytearray(frame), UNTRUSTED) for frame in frames)
    assert isinstance(first, Returned)
    assert isinstance(first.data, Array)
    assert again is first
    assert other != first
    with pytest.raises(ValueError, match="read-only"):
        first.data.values[0] = 5


def test_a_large_answer_is_not_kept() -> None:
    frame = write_reply(Returned(data=Array(np.zeros(10_000), "float64")))
    one, again = (take_reply(bytearray(frame), UNTRUSTED) for _ in range(2))
    assert one == again
    assert one is not again


def test_a_second_message_answers_nothing() -> None:
    frame = write_reply(Returned(data=True))
    [found] = observed(frame + write_reply(Returned(data=False)) + b"x", calls=3)
    assert found.outcome == Returned(data=True)


@pytest.mark.parametrize("unit", [b"[],", b"{},", b"1e9,"], ids=["lists", "mappings", "numbers"])
def test_the_largest_message_takes_bounded_memory(unit: bytes) -> None:
    count = (UNTRUSTED.json_bytes - 80) // len(unit)
    text = b'{"is":"returned","after":{},"data":["seq",[' + unit * (count - 1) + unit.rstrip(b",") + b"]]}"
    assert len(text) <= UNTRUSTED.json_bytes
    tracemalloc.start()
    try:
        with pytest.raises(Exception, match=r"unknown kind|repeated|reply"):
            read_reply(*decode(text, b"", UNTRUSTED))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 400 << 20


def test_descriptors_sent_with_an_answer_are_not_taken() -> None:
    before = len(os.listdir("/proc/self/fd"))
    with open(os.devnull) as gift:
        for _ in range(20):
            [found] = observed(write_reply(Returned(data=True)), gifts=[gift.fileno()] * 10)
            assert found.outcome == Returned(data=True)
    assert len(os.listdir("/proc/self/fd")) == before
