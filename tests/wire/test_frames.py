"""Frames: what is written is read back; what is not exactly a frame is refused."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as stnp

from grader.errors import WireError
from grader.wire.frames import HEAD, MAGIC, UNTRUSTED, Caps, OversizedError, body_lengths, decode, encode

NUMBERS = st.sampled_from([np.float64, np.float32, np.float16, np.int64, np.int8, np.uint8, np.bool_])


def split(frame: bytes) -> tuple[bytes, bytes]:
    json_length, array_length = body_lengths(frame[: HEAD.size], UNTRUSTED)
    body = frame[HEAD.size :]
    assert len(body) == json_length + array_length
    return body[:json_length], body[json_length:]


def blob_of(header: dict[str, Any], content: bytes) -> bytes:
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + content


@given(
    NUMBERS.flatmap(
        lambda dtype: stnp.arrays(dtype, stnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5))
    )
)
def test_an_array_survives_the_round_trip(array: np.ndarray) -> None:
    _, arrays = decode(*split(encode({"is": "x"}, {"0": array})), UNTRUSTED)
    assert arrays["0"].dtype == array.dtype
    assert arrays["0"].shape == array.shape
    assert arrays["0"].tobytes() == array.tobytes()


ARRAYS = NUMBERS.flatmap(
    lambda dtype: stnp.arrays(dtype, stnp.array_shapes(min_dims=0, max_dims=3, min_side=0))
)


@given(st.dictionaries(st.text(max_size=3), ARRAYS, min_size=1, max_size=5))
def test_arrays_lie_as_the_library_lays_them(arrays: dict[str, np.ndarray]) -> None:
    _, blob = split(encode({}, arrays))
    found = safetensors.numpy.load(blob)
    assert {name: (one.dtype, one.shape, one.tobytes()) for name, one in found.items()} == {
        name: (one.dtype, one.shape, one.tobytes()) for name, one in arrays.items()
    }
    _, read = decode(*split(encode({}, arrays)), UNTRUSTED)
    assert {name: one.tobytes() for name, one in read.items()} == {
        name: one.tobytes() for name, one in arrays.items()
    }


@pytest.mark.parametrize("side", [3, 40_000])
def test_numbers_in_foreign_byte_order_are_turned(side: int) -> None:
    array = np.arange(side, dtype=">i4")
    _, read = decode(*split(encode({}, {"0": array})), UNTRUSTED)
    assert read["0"].tolist() == array.tolist()


@given(st.binary(max_size=400))
def test_no_bytes_raise_anything_but_a_wire_error(raw: bytes) -> None:
    for text, blob in ((raw, b""), (b"{}", raw), (raw[: len(raw) // 2], raw[len(raw) // 2 :])):
        try:
            decode(text, blob, UNTRUSTED)
        except WireError:
            pass


@given(st.binary(min_size=HEAD.size, max_size=HEAD.size))
def test_a_head_of_any_bytes_is_a_head_or_refused(raw: bytes) -> None:
    try:
        lengths = body_lengths(raw, UNTRUSTED)
    except WireError:
        return
    assert raw.startswith(MAGIC)
    assert lengths[0] <= UNTRUSTED.json_bytes
    assert lengths[1] <= UNTRUSTED.array_bytes


def test_a_huge_announcement_is_refused_before_anything_is_read() -> None:
    with pytest.raises(OversizedError):
        body_lengths(HEAD.pack(MAGIC, 10, 1 << 60), UNTRUSTED)


@pytest.mark.parametrize(
    "text",
    [
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": 1, "a": 2}',
        b"[" * 100_000,
        b'{"a": "\xff"}',
        b"1" * 10_000,
        b"{}{}",
        b"",
    ],
)
def test_json_that_is_not_strict_is_refused(text: bytes) -> None:
    with pytest.raises(WireError):
        decode(text, b"", UNTRUSTED)


FLOATS = {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}


@pytest.mark.parametrize(
    ("header", "content"),
    [
        ({"0": {**FLOATS, "shape": [3]}}, b"\0" * 8),
        ({"0": {**FLOATS, "shape": [2**40, 2**40]}}, b"\0" * 8),
        ({"0": {**FLOATS, "shape": [2**40, 2**40, 0], "data_offsets": [0, 0]}}, b""),
        ({"0": {**FLOATS, "shape": [-2]}}, b"\0" * 8),
        ({"0": {**FLOATS, "shape": [2.0]}}, b"\0" * 8),
        ({"0": {**FLOATS, "shape": [True, 2]}}, b"\0" * 8),
        ({"0": {**FLOATS, "shape": [1] * 40 + [2]}}, b"\0" * 8),
        ({"0": {**FLOATS, "dtype": "O"}}, b"\0" * 8),
        ({"0": {**FLOATS, "dtype": ["F32"]}}, b"\0" * 8),
        ({"0": {**FLOATS, "extra": 1}}, b"\0" * 8),
        ({"0": {**FLOATS, "data_offsets": [8, 0]}}, b"\0" * 8),
        ({"0": {**FLOATS, "data_offsets": [0, 80]}}, b"\0" * 8),
        ({"0": FLOATS}, b"\0" * 9),
        ({"0": FLOATS, "1": FLOATS}, b"\0" * 8),
        ({"0": FLOATS, "1": {**FLOATS, "data_offsets": [12, 20]}}, b"\0" * 20),
        ({"0": {"dtype": "BOOL", "shape": [2], "data_offsets": [0, 2]}}, b"\1\2"),
        ([FLOATS], b"\0" * 8),
    ],
)
def test_arrays_that_do_not_fit_their_header_are_refused(header: Any, content: bytes) -> None:
    with pytest.raises(WireError):
        decode(b"{}", blob_of(header, content), UNTRUSTED)


def test_the_arrays_header_is_capped() -> None:
    many = {str(index): {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]} for index in range(50)}
    with pytest.raises(WireError, match="too large"):
        decode(b"{}", blob_of(many, b""), Caps(arrays=49))
    with pytest.raises(WireError, match="too long"):
        decode(b"{}", blob_of(many, b""), Caps(header_bytes=100))


@pytest.mark.parametrize(
    ("body", "arrays"),
    [({"is": "x" * 200}, {}), ({}, {"0": np.zeros(200, np.uint8)})],
    ids=["JSON", "arrays"],
)
def test_what_is_beyond_the_caps_is_announced_and_not_written(
    body: dict[str, str], arrays: dict[str, np.ndarray]
) -> None:
    caps = Caps(json_bytes=100, array_bytes=100)
    frame = encode(body, arrays, caps)
    assert len(frame) == HEAD.size
    with pytest.raises(OversizedError):
        body_lengths(frame, caps)
