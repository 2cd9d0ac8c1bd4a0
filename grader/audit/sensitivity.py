"""Would a check notice? Rule 7 of the design's section 7: zero an element, or multiply it by 1.01."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from grader.checks.compare import agrees
from grader.core.data import Array, Data, leaves
from grader.core.problem import Tolerance

MOST_ELEMENTS = 1_000
SMALL = 0.01  # elements below this share of the largest are not asked to matter
ALLOWED = 0.01  # share of changes that may go unnoticed


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """How many single-element changes were tried, and which went unnoticed."""

    tried: int
    unnoticed: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return len(self.unnoticed) <= ALLOWED * self.tried


def sensitivity(expected: Data, *, tolerance: Tolerance, dtype: str) -> Sensitivity:
    """Changes the elements of an expected result one at a time (at most 1,000, evenly spread)."""
    tried, unnoticed = 0, []
    for path, change, changed in _changes(expected):
        tried += 1
        if agrees(expected, changed, tolerance=tolerance, dtype=dtype):
            unnoticed.append(f"{path} {change}".strip())
    return Sensitivity(tried=tried, unnoticed=tuple(unnoticed))


def _changes(expected: Data) -> Iterator[tuple[str, str, Data]]:
    arrays = [
        (path, leaf) for path, leaf in leaves(expected) if isinstance(leaf, Array | int | float | complex)
    ]
    places = [(path, leaf, index) for path, leaf in arrays for index in _places(leaf)]
    step = max(1, -(-len(places) // MOST_ELEMENTS))
    for path, leaf, index in places[::step]:
        where = f"{path}{list(index)}" if index else path
        for change, factor in (("zeroed", 0.0), ("× 1.01", 1.01)):
            changed = _changed(leaf, index, factor)
            if changed is not None:
                yield where, change, _replaced(expected, path, changed)


def _places(leaf: Array | int | float | complex) -> list[tuple[int, ...]]:
    if not isinstance(leaf, Array):
        return [()] if leaf and not isinstance(leaf, bool) else []
    if leaf.kind == "bool" or not leaf.values.size:
        return []
    size = np.where(np.isfinite(leaf.values), np.abs(leaf.values.astype(np.complex128)), 0.0)
    return [tuple(map(int, index)) for index in np.argwhere((size >= SMALL * size.max()) & (size > 0))]


def _changed(leaf: Array | int | float | complex, index: tuple[int, ...], factor: float) -> Data:
    if not isinstance(leaf, Array):
        return type(leaf)(0) if not factor else (None if isinstance(leaf, int) else leaf * factor)
    if leaf.kind == "integer" and factor:
        return None
    values = leaf.values.copy()
    values[index] = values[index] * factor
    return Array(values, leaf.dtype, leaf.python)


def _replaced(data: Data, path: str, leaf: Data, here: str = "") -> Data:
    if here == path and not isinstance(data, tuple | Mapping):
        return leaf
    if isinstance(data, tuple):
        return tuple(_replaced(item, path, leaf, f"{here}[{index}]") for index, item in enumerate(data))
    if isinstance(data, Mapping):
        return {
            key: _replaced(item, path, leaf, f"{here}.{key}" if here else key) for key, item in data.items()
        }
    return data
