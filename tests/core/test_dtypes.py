"""Rounding to a spec's dtype, once and to the nearest."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from grader.core.dtypes import DEFAULT_TOLERANCE, STORAGE, round_to

any_float = st.floats(allow_nan=False)
BFLOAT16_MAX = 3.3895313892515355e38


def test_the_default_tolerances_are_the_designs() -> None:
    assert DEFAULT_TOLERANCE == {"float64": 1e-7, "float32": 1e-5, "float16": 1e-3, "bfloat16": 1.6e-2}


@given(any_float)
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_numpys_own_dtypes_round_as_numpy_does(dtype: str, number: float) -> None:
    found = round_to(np.array([number]), dtype)
    with np.errstate(over="ignore"):
        assert found.dtype == STORAGE[dtype]
        assert found.tobytes() == np.array([number]).astype(dtype).tobytes()


@given(st.floats(width=32, allow_nan=False))
def test_bfloat16_of_a_float32_is_torchs(number: float) -> None:
    with np.errstate(over="ignore"):
        found = round_to(np.array([number]), "bfloat16")
    assert found.dtype == np.float32
    assert found.tolist() == torch.tensor([number], dtype=torch.float32).to(torch.bfloat16).float().tolist()


@given(st.floats(-BFLOAT16_MAX, BFLOAT16_MAX))
def test_bfloat16_is_the_nearest_and_stays_as_it_is(number: float) -> None:
    [found] = round_to(np.array([number]), "bfloat16").astype(np.float64)
    _, exponent = math.frexp(number)
    spacing = 2.0 ** (max(exponent, -125) - 8)
    assert abs(found - number) <= spacing / 2
    assert round_to(np.array([found]), "bfloat16").astype(np.float64).tolist() == [found]


def test_bfloat16_is_not_rounded_twice() -> None:
    # Just above the middle of two: by way of float32 it would fall onto the middle, and from there to even.
    number = 1 + 2.0**-8 + 2.0**-40
    assert round_to(np.array([number]), "bfloat16").tolist() == [1 + 2.0**-7]


@pytest.mark.parametrize("dtype", ["float16", "float32", "bfloat16"])
def test_what_is_not_finite_stays_so(dtype: str) -> None:
    found = round_to(np.array([np.nan, np.inf, -np.inf]), dtype)
    assert np.isnan(found[0])
    assert found[1:].tolist() == [np.inf, -np.inf]


def test_complex_numbers_are_rounded_part_by_part() -> None:
    found = round_to(np.array([0.1 + 0.2j]), "float32")
    assert found.tolist() == [complex(np.float32(0.1), np.float32(0.2))]
    assert round_to(np.array([complex(0, np.inf)]), "float32").tolist() == [complex(0, np.inf)]
