"""Data: what counts as the same, and how literals become arrays."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.core.data import Array, Data, as_array, from_literal, gather, leaves


def test_a_list_of_numbers_is_an_array_and_a_lone_number_is_not() -> None:
    assert from_literal([[1, 2.5], [3, 4]]) == Array(np.array([[1, 2.5], [3, 4]]), "float64", python=True)
    assert from_literal([1, 2]) == Array(np.array([1, 2]), "int64", python=True)
    assert from_literal((True, False)) == Array(np.array([True, False]), "bool", python=True)
    for lone in (1, 2.5, 1j, True, None, "text"):
        assert from_literal(lone) is lone


@pytest.mark.parametrize(
    "mixed",
    [
        [True, 1],  # a bool is never a number
        [1, "1"],
        [[1], [2, 3]],
        [1, None],
        [1, {"a": 1}],
        [2**53 + 1, 0.5],  # as a float it would be another number
        [2**64, 1],
        [],
    ],
)
def test_what_is_no_rectangle_of_numbers_stays_a_sequence(mixed: list[object]) -> None:
    found = from_literal(mixed)
    assert isinstance(found, tuple)
    assert len(found) == len(mixed)


def test_what_is_no_literal_is_refused() -> None:
    with pytest.raises(TypeError):
        from_literal(object())


def test_a_list_of_single_numbers_of_any_make_is_an_array() -> None:
    zero_d = Array(np.asarray(2.0), "float64")
    assert gather((1.0, zero_d)) == Array(np.array([1.0, 2.0]), "float64", python=True)
    assert gather((Array(np.zeros(2), "float64"), Array(np.ones(2), "float64"))) != Array(
        np.array([[0, 0], [1, 1.0]]), "float64"
    )  # a list of arrays stays one: their number may be meant


def test_the_bound_on_integers_is_asked_of_integers_alone() -> None:
    half = Array(np.array(0.5, "float16"), "float16")  # 2**53 is no float16
    assert gather((half, 3)) == Array(np.array([0.5, 3.0]), "float64", python=True)


def test_arrays_are_equal_by_content() -> None:
    one = Array(np.array([math.nan, -0.0]), "float64")
    assert one == Array(np.array([math.nan, -0.0]), "float64")
    assert one != Array(np.array([math.nan, 0.0]), "float64")
    assert one != Array(np.array([[math.nan, -0.0]]), "float64")
    assert one != Array(np.array([math.nan, -0.0]), "float64", python=True)


def test_leaves_tell_where_they_are() -> None:
    data: Data = {"output": (1.0, {"a b": None}), "grad": {"W": "text"}}
    assert [*leaves(data)] == [("output[0]", 1.0), ("output[1].a b", None), ("grad.W", "text")]


@pytest.mark.parametrize(("giant", "fits"), [(2**63 - 1, True), (2**63, False), (-(2**63), True)])
def test_integers_beyond_64_bits_are_no_arrays(giant: int, fits: bool) -> None:
    assert (as_array(giant) is not None) == fits


literals = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=20,
)


def plain(data: Data) -> object:
    if isinstance(data, Array):
        return data.values.tolist()
    if isinstance(data, tuple):
        return [plain(item) for item in data]
    return {key: plain(item) for key, item in data.items()} if isinstance(data, dict) else data


@given(literals)
def test_no_number_changes_on_its_way_into_data(literal: object) -> None:
    assert plain(from_literal(literal)) == literal
