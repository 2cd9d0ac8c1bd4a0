"""Data and plain objects cross unchanged; what is no data is refused."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.core.data import Array, Data
from grader.errors import WireError
from grader.wire.codec import MAX_DEPTH, Packer, unpack, unpack_object

arrays = st.sampled_from(
    [
        Array(np.arange(6, dtype=np.float32).reshape(2, 3), "float32"),
        Array(np.array([1.5, -2.0], np.float32), "bfloat16"),
        Array(np.array([[1 + 2j], [np.nan * 1j]], np.complex64), "complex64"),
        Array(np.array(3, np.int64), "int64", python=True),
        Array(np.zeros((0, 4), np.bool_), "bool"),
    ]
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**400), 10**400),
    st.floats(allow_nan=False),
    st.text(max_size=20),
)
data = st.recursive(
    st.one_of(scalars, arrays),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(tuple), st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(data)
def test_data_survives_the_round_trip(value: Data) -> None:
    packer = Packer()
    assert unpack(packer.pack(value), packer.arrays) == _utf8(value)


def _utf8(value: Data) -> Data:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, tuple):
        return tuple(map(_utf8, value))
    if isinstance(value, dict):
        return {_utf8(key): _utf8(item) for key, item in value.items()}  # type: ignore[misc]
    return value


def test_nan_and_infinities_survive() -> None:
    packer = Packer()
    result = unpack(packer.pack((math.nan, math.inf, -math.inf)), {})
    assert isinstance(result, tuple)
    assert math.isnan(result[0])  # type: ignore[arg-type]
    assert result[1:] == (math.inf, -math.inf)


def test_plain_objects_keep_lists_and_tuples_apart() -> None:
    value = {"lr": 1e-3, "betas": [0.9, 0.999], "pair": (1, None), 3: "three"}
    assert unpack_object(Packer().pack_object(value)) == value


def nested(depth: int) -> Any:
    node: Any = ["none"]
    for _ in range(depth):
        node = ["seq", [node]]
    return node


def test_nesting_is_capped_where_the_design_says() -> None:
    unpack(nested(MAX_DEPTH), {})
    with pytest.raises(WireError):
        unpack(nested(MAX_DEPTH + 1), {})


@pytest.mark.parametrize(
    "node",
    [
        "none",
        ["none", 1],
        ["bool", 1],
        ["int", 3],
        ["int", "1" * 2000],
        ["int", "0x10"],
        ["float", "hello"],
        ["float", 1.0],
        ["str", None],
        ["map", [["a", ["none"]], ["a", ["none"]]]],
        ["map", [["k" * 65, ["none"]]]],
        ["map", [[str(index), ["none"]] for index in range(1001)]],
        ["map", {"a": ["none"]}],
        ["array", "missing", "float32", False],
        ["array", "0", "float64", False],
        ["array", "0", "object", False],
        ["array", "0", "complex64", False],
        ["array", "0", "float32", 0],
        ["list", []],
        ["code", "1+1"],
        {},
        None,
    ],
)
def test_what_is_no_data_is_refused(node: Any) -> None:
    with pytest.raises(WireError):
        unpack(node, {"0": np.zeros(3, np.float32)})


def test_lone_surrogates_become_printable() -> None:
    assert unpack(["str", "a\ud800b"], {}) == "a?b"
