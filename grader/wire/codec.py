"""`Data` as a JSON tree plus arrays, and back.

Every node is a list that opens with its kind, so that no string a student chooses is ever a tag:
`["none"] ["bool", b] ["int", "12"] ["float", "0x1.8p+0"] ["complex", re, im] ["str", s] ["seq", [nodes]]
["map", [[key, node]]] ["array", name, dtype, python]`. bfloat16 travels as float32 and complex as pairs of
floats; their dtype stands in the node. Plain Python objects (`pack_object`) use `list`, `tuple` and `dict`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.core.data import Array, Data
from grader.core.dtypes import STORAGE
from grader.errors import WireError
from grader.wire.frames import Arrays, Json

MAX_DEPTH = 16
MAX_KEYS = 1_000
MAX_KEY_CHARACTERS = 64
MAX_INTEGER_DIGITS = 1_000

_UNKNOWN = "the result holds a part of unknown kind"


class Packer:
    """Collects the arrays of the trees it packs; one per frame."""

    def __init__(self) -> None:
        self.arrays: dict[str, NDArray[Any]] = {}

    def pack(self, data: Data) -> Json:
        if isinstance(data, Array):
            return ["array", self.add(data.values), data.dtype, data.python]
        if isinstance(data, tuple):
            return ["seq", [self.pack(item) for item in data]]
        if isinstance(data, Mapping):
            return ["map", [[key, self.pack(item)] for key, item in data.items()]]
        return _scalar(data)

    def pack_object(self, value: object) -> Json:
        """Plain Python objects of a spec; lists stay lists.

        Raises:
            TypeError: for an object that YAML cannot hold.
        """
        if isinstance(value, list | tuple):
            return [
                "list" if isinstance(value, list) else "tuple",
                [self.pack_object(item) for item in value],
            ]
        if isinstance(value, Mapping):
            return ["dict", [[self.pack_object(key), self.pack_object(item)] for key, item in value.items()]]
        if value is None or isinstance(value, bool | int | float | complex | str):
            return _scalar(value)
        raise TypeError(f"a {type(value).__name__} cannot travel to a worker")

    def add(self, values: NDArray[Any]) -> str:
        """Adds raw values and returns their name."""
        name = str(len(self.arrays))
        if values.dtype.kind == "c":
            values = np.stack([values.real, values.imag], axis=-1)
        self.arrays[name] = np.array(values, order="C", copy=None)
        return name


def _scalar(value: None | bool | int | float | complex | str) -> Json:
    match value:
        case None:
            return ["none"]
        case bool():
            return ["bool", value]
        case int():
            return ["int", str(value)]
        case float():
            return ["float", float(value).hex()]
        case complex():
            return ["complex", value.real.hex(), value.imag.hex()]
        case _:
            return ["str", value]


def unpack(node: Json, arrays: Arrays, depth: int = 0) -> Data:
    """The data of a tree.

    Raises:
        WireError: for anything that `Packer.pack` does not write, or past the caps of the design's section 6.
    """
    if depth > MAX_DEPTH:
        raise WireError(f"the result is nested more than {MAX_DEPTH} deep")
    match node:
        case ["array", name, dtype, python]:
            return _array(name, dtype, python, arrays)
        case ["seq", list(items)]:
            return tuple(unpack(item, arrays, depth + 1) for item in items)
        case ["map", list(pairs)]:
            return _mapping(pairs, arrays, depth)
    return _unpack_scalar(node)


def unpack_object(node: Json) -> object:
    """The inverse of `Packer.pack_object`; only ever given what the host sent."""
    match node:
        case ["list", list(items)]:
            return [unpack_object(item) for item in items]
        case ["tuple", list(items)]:
            return tuple(unpack_object(item) for item in items)
        case ["dict", list(pairs)]:
            return {unpack_object(key): unpack_object(item) for key, item in pairs}
    return _unpack_scalar(node)


def _unpack_scalar(node: Json) -> None | bool | int | float | complex | str:
    try:
        match node:
            case ["none"]:
                return None
            case ["bool", bool(value)]:
                return value
            case ["int", str(digits)] if len(digits) <= MAX_INTEGER_DIGITS:
                return int(digits)
            case ["float", str(digits)]:
                return float.fromhex(digits)
            case ["complex", str(real), str(imaginary)]:
                return complex(float.fromhex(real), float.fromhex(imaginary))
            case ["str", str(value)]:
                return clean(value)
    except (ValueError, OverflowError):
        raise WireError("the result holds a number that is none") from None
    raise WireError(_UNKNOWN)


def clean(text: str) -> str:
    """Text that can be written as UTF-8: lone surrogates become `?`."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _mapping(pairs: list[Json], arrays: Arrays, depth: int) -> dict[str, Data]:
    if len(pairs) > MAX_KEYS:
        raise WireError(f"a mapping of the result has more than {MAX_KEYS} keys")
    result: dict[str, Data] = {}
    for pair in pairs:
        match pair:
            case [str(key), item] if len(key) <= MAX_KEY_CHARACTERS and key not in result:
                result[clean(key)] = unpack(item, arrays, depth + 1)
            case _:
                raise WireError("a mapping of the result has a key that is repeated, too long or no string")
    return result


def _array(name: Json, dtype: Json, python: Json, arrays: Arrays) -> Array:
    # Not class patterns, here on the way of every call: to match them takes longer than all else.
    if type(name) is not str or type(dtype) is not str or type(python) is not bool:
        raise WireError(_UNKNOWN)
    values, held = arrays.get(name), STORAGE.get(dtype)
    if values is None or held is None:
        raise WireError("the result names an array that was not sent, or an unknown dtype")
    if held.kind == "c":
        part = np.dtype(f"f{held.itemsize // 2}")
        if values.dtype != part or not values.ndim or values.shape[-1] != 2:
            raise WireError("a complex array was sent in another layout")
        values = np.ascontiguousarray(values).view(held)[..., 0]
    if values.dtype is not held and values.dtype != held:
        raise WireError("an array was sent with another dtype than it is said to have")
    return Array(values, dtype, python)
