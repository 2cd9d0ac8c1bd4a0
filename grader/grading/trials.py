"""A trial: one draw of a check's inputs, and what the reference makes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from grader.core.data import Array, Data
from grader.core.dtypes import round_to
from grader.wire.messages import Plain

Inputs = Mapping[str, Data | Plain]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One draw of a check.

    Attributes:
        inputs: what the student's call is given.
        values: all that the reference's calls rest on besides, in the spec's dtype.
        wide: the same for the reference: the same numbers, in float64.
        expected: the right results in float64, any one of which is right; empty where nothing is expected.
        seed: of the generators in whichever process makes the call.
        request: the student's call as its frame, the same for a whole class.
    """

    index: int
    inputs: Inputs
    values: Inputs
    wide: Inputs
    expected: tuple[Data, ...]
    seed: int
    request: bytes


def widened(value: Data | Plain) -> Data | Plain:
    """The same numbers with every floating array in float64 (complex128)."""
    return value if isinstance(value, Plain) else _map(value, _widen)


def rounded(data: Data, dtype: str) -> Data:
    """Every floating array rounded to `dtype`; numbers that are no arrays stay as they are."""
    return _map(data, lambda array: _round(array, dtype))


def _widen(array: Array) -> Array:
    if array.kind == "complex":
        return Array(array.values.astype(np.complex128), "complex128", array.python)
    return Array(array.values.astype(np.float64), "float64", array.python) if array.kind == "float" else array


def _round(array: Array, dtype: str) -> Array:
    if array.kind != "float":
        return array
    return Array(round_to(array.values, dtype), dtype)


def _map(data: Data, change: Callable[[Array], Array]) -> Data:
    if isinstance(data, Array):
        return change(data)
    if isinstance(data, tuple):
        return tuple(_map(item, change) for item in data)
    if isinstance(data, Mapping):
        return {key: _map(item, change) for key, item in data.items()}
    return data
