"""Data: what values, observations and expected results are made of.

A `Data` is a tree. Leaves are None, a bool, a number, a string or an `Array`; branches are tuples and
mappings with string keys. Lists of numbers are arrays (`Array.python` is then true), so that a list, a
tuple, a NumPy and a torch array of the same numbers are the same data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Kind = Literal["bool", "integer", "float", "complex", "string"]


@dataclass(frozen=True, slots=True, eq=False)
class Array:
    """A dense array of numbers or bools.

    Attributes:
        values: the numbers, C-contiguous; bfloat16 is held as float32, exactly.
        dtype: the name of the dtype it stands for, `bfloat16` included.
        python: true where it was a Python number or a list of numbers, which have no dtype of their own.
    """

    values: NDArray[Any]
    dtype: str
    python: bool = False

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(self.values.shape)

    @property
    def kind(self) -> Kind:
        return _KINDS[self.values.dtype.kind]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Array):
            return NotImplemented
        same_form = (self.dtype, self.python, self.shape) == (other.dtype, other.python, other.shape)
        return same_form and self.values.tobytes() == other.values.tobytes()

    __hash__ = None  # type: ignore[assignment]  # arrays are compared by content, never keys


_KINDS: dict[str, Kind] = {"b": "bool", "i": "integer", "u": "integer", "f": "float", "c": "complex"}

Scalar: TypeAlias = None | bool | int | float | complex | str
Data: TypeAlias = Scalar | Array | tuple["Data", ...] | Mapping[str, "Data"]


def leaves(data: Data, path: str = "") -> Iterator[tuple[str, Scalar | Array]]:
    """Yields every leaf with its path, such as `grad.W` or `[0]`."""
    if isinstance(data, tuple):
        for index, item in enumerate(data):
            yield from leaves(item, f"{path}[{index}]")
    elif isinstance(data, Mapping):
        for key, item in data.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    else:
        yield path, data


def as_array(leaf: Scalar | Array) -> Array | None:
    """A number or bool as a 0-d array, an array as itself; None for None, strings and giant integers."""
    if isinstance(leaf, Array):
        return leaf
    if isinstance(leaf, bool):
        return Array(np.asarray(leaf), "bool", python=True)
    if isinstance(leaf, int):
        return (
            Array(np.asarray(leaf, dtype=np.int64), "int64", python=True)
            if -(2**63) <= leaf < 2**63
            else None
        )
    if isinstance(leaf, float):
        return Array(np.asarray(leaf, dtype=np.float64), "float64", python=True)
    if isinstance(leaf, complex):
        return Array(np.asarray(leaf, dtype=np.complex128), "complex128", python=True)
    return None


def from_literal(value: object) -> Data:
    """Data of plain Python objects (a YAML literal): rectangular lists of numbers become arrays.

    Raises:
        TypeError: for an object that is not a literal.
    """
    if value is None or isinstance(value, bool | int | float | complex | str | Array):
        return value
    if isinstance(value, Mapping):
        return {str(key): from_literal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return gather(tuple(from_literal(item) for item in value))
    raise TypeError(f"a {type(value).__name__} is not a literal")


_EXACT_IN_FLOAT = 2**53


def gather(items: tuple[Data, ...]) -> Data:
    """A sequence as an array where its items are all bools or all numbers, or lists of them of one shape."""
    arrays = [
        as_array(item) if isinstance(item, bool | int | float | complex | Array) else None for item in items
    ]
    known = [array for array in arrays if array is not None and (array.python or not array.shape)]
    if not items or len(known) != len(items) or len({array.shape for array in known}) != 1:
        return items
    kinds = {array.kind for array in known}
    if "bool" in kinds and len(kinds) > 1:
        return items
    if len(kinds) > 1 and any(_too_big(array) for array in known):
        return items
    values = np.stack([array.values for array in known])
    return Array(np.ascontiguousarray(values), str(values.dtype), python=True)


def _too_big(array: Array) -> bool:
    if array.kind != "integer":
        return False  # nor is the bound a number of every float dtype
    # Compared as integers: as a float, 2**53 + 1 is no larger than 2**53.
    return bool(np.any((array.values > _EXACT_IN_FLOAT) | (array.values < -_EXACT_IN_FLOAT)))
