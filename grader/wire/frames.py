"""Frames: `GRD1`, the JSON's length (u32), the arrays' length (u64), big-endian; then the JSON, then the arrays.

Lengths are checked against `Caps` before a byte of the body is read, and the body before anything is
allocated from it. The arrays lie in safetensors layout: https://github.com/huggingface/safetensors#format

That layout is read and written here and not by its library: what arrives is hostile, and each worker would pay for the
library's first call, a tenth of the time of its own first. The tests hold the one against the other.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from grader.errors import WireError

HEAD = struct.Struct(">4sIQ")
MAGIC = b"GRD1"

Json: TypeAlias = Any  # plain decoded JSON; `messages` and `codec` give it its types
Arrays: TypeAlias = Mapping[str, NDArray[Any]]


@dataclass(
    frozen=True, slots=True, kw_only=True, eq=False
)  # itself as a key: nothing hashes its numbers anew
class Caps:
    """What a frame may at most hold.

    Attributes:
        known_bytes: of JSON that is short enough to be remembered when it was read.
    """

    json_bytes: int = 4 << 20
    array_bytes: int = 64 << 20
    header_bytes: int = 1 << 20
    arrays: int = 10_000
    rank: int = 32
    known_bytes: int = 128


UNTRUSTED = Caps()
TRUSTED = Caps(
    json_bytes=256 << 20, array_bytes=1 << 32, header_bytes=16 << 20, arrays=1_000_000, known_bytes=4096
)


class OversizedError(WireError):
    """A frame larger than its caps: the sender's data is too big, not malformed."""


def encode(body: Json, arrays: Arrays, caps: Caps | None = None) -> bytes:
    """One frame as bytes.

    Args:
        body: what JSON can hold.
        arrays: by name.
        caps: the reader's. What goes beyond them is announced by the frame's head and not written: that alone the
            reader would see before it refuses it, and writing it could exhaust the writer's memory.
    """
    return encode_text(json_text(body), arrays, caps)


def json_text(body: Json) -> bytes:
    """A body as `encode` writes it."""
    return _ENCODER.encode(body).encode()


def encode_text(text: bytes, arrays: Arrays, caps: Caps | None = None) -> bytes:
    """As `encode`, of JSON that is written already."""
    total = sum([array.nbytes for array in arrays.values()])
    if caps is not None and (len(text) > caps.json_bytes or total > caps.array_bytes):
        return announcement(len(text), total)
    if not arrays:
        return HEAD.pack(MAGIC, len(text), 0) + text
    lay_out = _known_layout if len(arrays) <= _FEW else _layout
    header, names = lay_out(tuple([(name, array.dtype, array.shape) for name, array in arrays.items()]))
    head = HEAD.pack(MAGIC, len(text), len(header) + total)
    return b"".join([head, text, header, *[_bytes_of(arrays[name]) for name in names]])


def encode_one(text: bytes, array: NDArray[Any], caps: Caps) -> bytes:
    """As `encode_text`, of one array alone, named 0: what most answers are."""
    if len(text) > caps.json_bytes or array.nbytes > caps.array_bytes:
        return announcement(len(text), array.nbytes)
    return _opening(text, array.dtype, array.shape) + array.tobytes()


def announcement(json_bytes: int, array_bytes: int = 0) -> bytes:
    """The head of a frame that is not written, for its reader would refuse it."""
    return HEAD.pack(MAGIC, min(json_bytes, 0xFFFF_FFFF), array_bytes)


def body_lengths(head: bytes, caps: Caps) -> tuple[int, int]:
    """The lengths of JSON and arrays that follow a head.

    Raises:
        WireError: if it is no head, or announces more than the caps allow.
    """
    magic, json_length, array_length = HEAD.unpack(head)
    if magic != MAGIC:
        raise WireError("the answer does not begin like a message")
    if json_length > caps.json_bytes or array_length > caps.array_bytes:
        raise OversizedError(f"the answer is too large ({json_length + array_length:,} bytes)")
    return json_length, array_length


def decode(
    text: bytes, blob: bytes | bytearray | memoryview, caps: Caps
) -> tuple[Json, dict[str, NDArray[Any]]]:
    """The JSON and arrays of a frame's body.

    Raises:
        WireError: for anything that is not strict JSON and exact safetensors.
    """
    read = _known_json if len(text) <= caps.known_bytes else strict_json
    return read(text), _arrays(memoryview(blob), caps) if len(blob) else {}


def strict_json(text: bytes) -> Json:
    """Parses JSON without NaN, duplicate keys, or nesting that exhausts the stack."""
    try:
        return _DECODER.decode(text.decode("utf-8"))
    except RecursionError:
        raise WireError("the answer is nested too deeply") from None
    except ValueError as error:  # malformed JSON, invalid UTF-8, integers of thousands of digits
        raise WireError(f"the answer is not JSON: {error}"[:200]) from None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a key appears twice")
    return result


# Made once: `json.loads` with options makes a new one each time.
_ENCODER = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(parse_constant=_no_constant, object_pairs_hook=_unique)

# The format's names.
_DTYPES = {
    **{f"{kind.upper()}{8 * size}": np.dtype(f"{kind}{size}") for kind in "iu" for size in (1, 2, 4, 8)},
    **{f"F{8 * size}": np.dtype(f"f{size}") for size in (2, 4, 8)},
    "BOOL": np.dtype("bool"),
}
_NAMES = {dtype: name for name, dtype in _DTYPES.items()} | {
    dtype.newbyteorder(): name for name, dtype in _DTYPES.items()
}
_BOOL = _DTYPES["BOOL"]


# The calls of a check differ in their numbers, not in their arrays' names and shapes: a short header is read once,
# that of small arrays is made once, and short JSON, of a call or of an answer that is an array, read once.
_SHORT_BYTES = 1024
_FEW = 16
_REMEMBERED = 256


@dataclass(frozen=True, slots=True)
class _Span:
    """One array of a header that was found sound, and where its bytes lie behind it."""

    name: str
    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    begin: int
    end: int


def _layout(
    forms: tuple[tuple[str, np.dtype[Any], tuple[int, ...]], ...],
) -> tuple[bytes, tuple[str, ...]]:
    """What comes before arrays of these names, dtypes and shapes, and in which order they follow: each one aligned."""
    entries: dict[str, Json] = {}
    begin = 0
    for name, dtype, shape in sorted(forms, key=lambda form: -form[1].itemsize):
        end = begin + prod(shape) * dtype.itemsize
        entries[name] = {"dtype": _NAMES[dtype], "shape": shape, "data_offsets": (begin, end)}
        begin = end
    text = json_text(entries)
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text, tuple(entries)


def _bytes_of(array: NDArray[Any]) -> memoryview:
    return (array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))).data


def _arrays(blob: memoryview, caps: Caps) -> dict[str, NDArray[Any]]:
    if len(blob) < 8:
        raise WireError("the arrays are cut short")
    length = int.from_bytes(blob[:8], "little")
    if length > min(caps.header_bytes, len(blob) - 8):
        raise WireError("the arrays' header is too long")
    begin = 8 + length
    find = _known_spans if length <= _SHORT_BYTES else _spans
    spans = find(bytes(blob[8:begin]), len(blob) - begin, caps)
    arrays = {span.name: np.ndarray(span.shape, span.dtype, blob, begin + span.begin) for span in spans}
    for span in spans:
        if span.dtype is _BOOL and arrays[span.name].view(np.uint8).max(initial=0) > 1:
            raise WireError(f"array {span.name[:40]!r} holds bools that are neither 0 nor 1")
    return arrays


def _spans(text: bytes, content_bytes: int, caps: Caps) -> tuple[_Span, ...]:
    """The arrays that a header announces, of which no byte lies twice or nowhere."""
    header = strict_json(text)
    if not isinstance(header, dict) or len(header) > caps.arrays:
        raise WireError("the arrays' header is not a mapping, or too large")
    spans = tuple(_span(name, entry, caps) for name, entry in header.items())
    position = 0
    for span in sorted(spans, key=lambda span: (span.begin, span.end)):
        if span.begin != position:
            raise WireError("arrays overlap or leave gaps")
        position = span.end
    if position > content_bytes:
        raise WireError("the arrays are cut short")
    if position < content_bytes:
        raise WireError("there are bytes that belong to no array")
    return spans


@lru_cache
def _opening(text: bytes, dtype: np.dtype[Any], shape: tuple[int, ...]) -> bytes:
    """All of a frame that comes before its one array's bytes."""
    header, _ = _layout((("0", dtype, shape),))
    return HEAD.pack(MAGIC, len(text), len(header) + prod(shape) * dtype.itemsize) + text + header


_known_json = lru_cache(_REMEMBERED)(strict_json)  # nobody writes to what was read
_known_spans = lru_cache(_REMEMBERED)(_spans)
_known_layout = lru_cache(_REMEMBERED)(_layout)


def _span(name: str, entry: Json, caps: Caps) -> _Span:
    if not isinstance(entry, dict) or set(entry) != {"dtype", "shape", "data_offsets"}:
        raise WireError("an array's entry has other keys than dtype, shape, data_offsets")
    dtype = _DTYPES.get(entry["dtype"]) if isinstance(entry["dtype"], str) else None
    if dtype is None:
        raise WireError("an array has an unknown dtype")
    shape, offsets = entry["shape"], entry["data_offsets"]
    if not _naturals(shape) or len(shape) > caps.rank or not _naturals(offsets) or len(offsets) != 2:
        raise WireError("an array has an impossible shape or offsets")
    if prod(side or 1 for side in shape) * dtype.itemsize > caps.array_bytes:
        raise WireError("an array has an impossible shape")  # an empty one too: NumPy cannot make it
    begin, end = offsets
    if end - begin != prod(shape) * dtype.itemsize:
        raise WireError(f"array {name[:40]!r} has the wrong number of bytes")
    return _Span(name, dtype, tuple(shape), begin, end)


def _naturals(items: Json) -> bool:
    return isinstance(items, list) and all(type(item) is int and 0 <= item < 1 << 48 for item in items)
