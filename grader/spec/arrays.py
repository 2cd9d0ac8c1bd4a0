"""Arrays as a spec writes them: nested lists, one number repeated, `.npy` files."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from grader.core.data import Array
from grader.core.dtypes import ARRAY_DTYPES, STORAGE, round_to

MAX_ELEMENTS = 1 << 26


class ArrayError(ValueError):
    """No such array: `what` is wrong, and a `hint`."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


def from_nested(numbers: object, dtype: str) -> Array:
    """A number, or nested lists of numbers or bools, as an array of `dtype`; lists of bools only stay bools if that
    is `bool`, else they are refused.

    Raises:
        ArrayError: for ragged lists, for what is no number, and for numbers that `dtype` does not hold.
    """
    shape = _shape(numbers)
    flat = list(_flat(numbers))
    if math.prod(shape) != len(flat):
        raise ArrayError("the lists are ragged", "every row needs as many numbers as the first")
    strange = next((item for item in flat if not isinstance(item, bool | int | float)), None)
    if strange is not None or None in flat:
        shown = "nothing" if strange is None else repr(strange)
        raise ArrayError(f"an array cannot hold {shown}", "plain Python objects are written {object: …}")
    return Array(_typed(flat, dtype).reshape(shape), dtype)


def full(number: object, shape: Sequence[int], dtype: str) -> Array:
    """An array of one number."""
    if isinstance(number, list):
        raise ArrayError("`full` takes one number", "lists are written {array: …}")
    if math.prod(shape) > MAX_ELEMENTS:
        raise ArrayError(
            f"an array of {math.prod(shape):,} elements is too large", f"at most {MAX_ELEMENTS:,}"
        )
    one = from_nested(number, dtype)
    return Array(np.broadcast_to(one.values, tuple(shape)).copy(), dtype)


def natural(numbers: object, dtype: str) -> str:
    """The dtype of a list without one: bool if it holds bools only, else the spec's."""
    flat = list(_flat(numbers))
    return "bool" if flat and all(isinstance(item, bool) for item in flat) else dtype


def from_npy(content: bytes, dtype: str | None, spec_dtype: str) -> Array:
    """The array of a .npy file: floating ones in the spec's dtype unless `dtype` says otherwise.

    Raises:
        ArrayError: for what is no .npy file of numbers.
    """
    stream = io.BytesIO(content)
    try:
        version = npy.read_magic(stream)
        read_header = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, _, header_dtype = read_header(stream)
        if math.prod(shape) > MAX_ELEMENTS or header_dtype.hasobject:
            raise ArrayError("the file holds too large an array, or Python objects", "save plain numbers")
        stream.seek(0)
        values = np.load(stream, allow_pickle=False)
    except (ValueError, EOFError, OSError) as error:
        raise ArrayError(f"not a .npy file: {error}", "write it with numpy.save") from None
    name = dtype or (spec_dtype if values.dtype.kind == "f" else str(values.dtype))
    if name not in ARRAY_DTYPES:
        raise ArrayError(f"an array of dtype {name} cannot be handed on", "save numbers or bools")
    return Array(_cast(values, name), name)


def _shape(numbers: object) -> tuple[int, ...]:
    shape = []
    while isinstance(numbers, list):
        shape.append(len(numbers))
        numbers = numbers[0] if numbers else None
    return tuple(shape)


def _flat(numbers: object) -> Iterator[object]:
    if isinstance(numbers, list):
        if len({len(item) if isinstance(item, list) else -1 for item in numbers}) > 1:
            raise ArrayError("the lists are ragged", "every row needs as many numbers as the first")
        for item in numbers:
            yield from _flat(item)
    else:
        yield numbers


def _typed(flat: Sequence[object], dtype: str) -> NDArray[np.generic]:
    if dtype == "bool":
        if not all(item in (0, 1) for item in flat):
            raise ArrayError(
                "a bool array holds true, false, 0 or 1", "leave out `dtype: bool` for other numbers"
            )
        return np.array([bool(item) for item in flat], dtype=np.bool_)
    if any(isinstance(item, bool) for item in flat):
        raise ArrayError(f"true and false are no {dtype}", "write {array: …, dtype: bool}, or 0 and 1")
    if dtype.startswith(("int", "uint")):
        return _whole(flat, dtype)
    # Python's own conversion rounds integers of any size correctly.
    values = np.array([float(item) for item in flat], dtype=np.float64)  # type: ignore[arg-type]
    rounded = values.astype(STORAGE[dtype]) if dtype.startswith("complex") else round_to(values, dtype)
    if not dtype.startswith("complex") and (np.isinf(rounded) & ~np.isinf(values)).any():
        raise ArrayError(f"a number is too large for {dtype}", "choose a wider dtype")
    return rounded


def _whole(flat: Sequence[object], dtype: str) -> NDArray[np.generic]:
    limits = np.iinfo(dtype)
    for item in flat:
        if not isinstance(item, int | float) or not math.isfinite(item) or item != int(item):
            raise ArrayError(f"{item} is not whole", f"{dtype} holds whole numbers")
        if not limits.min <= item <= limits.max:
            raise ArrayError(f"{item} does not fit into {dtype}", f"it holds {limits.min} … {limits.max}")
    return np.array([int(item) for item in flat], dtype=dtype)  # type: ignore[call-overload]


def _cast(values: NDArray[np.generic], dtype: str) -> NDArray[np.generic]:
    if dtype.startswith(("float", "bfloat")) and values.dtype.kind in "fiub":
        return round_to(values.astype(np.float64), dtype)
    cast = np.ascontiguousarray(values.astype(STORAGE[dtype]))
    if not np.array_equal(cast, values):
        raise ArrayError(f"the file's {values.dtype} numbers are not {dtype} numbers", "leave out `dtype`")
    return cast
