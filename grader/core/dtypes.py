"""Floating dtypes of a spec: names, rounding, default tolerances (design, section 7)."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

FloatName = Literal["float64", "float32", "float16", "bfloat16"]

DEFAULT_TOLERANCE: dict[str, float] = {"float64": 1e-7, "float32": 1e-5, "float16": 1e-3, "bfloat16": 1.6e-2}

ARRAY_DTYPES = frozenset(
    "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 "
    "float16 float32 float64 bfloat16 complex64 complex128".split()
)


# The NumPy dtype that holds each exactly: bfloat16 lives in float32.
STORAGE = {name: np.dtype("float32" if name == "bfloat16" else name) for name in ARRAY_DTYPES}
_NAMES = {held: str(held) for held in STORAGE.values()}  # to ask NumPy for a name is slow


def name_of(held: np.dtype[Any]) -> str:
    """NumPy's name of a dtype."""
    return _NAMES.get(held) or str(held)


def round_to(values: NDArray[Any], dtype: str) -> NDArray[Any]:
    """Rounds to the nearest value of `dtype`, ties to even, as what `STORAGE` has for it.

    Complex values keep their kind: each part is rounded to a float of that width.
    """
    if values.dtype.kind == "c":
        real = round_to(values.real, dtype)
        # Part by part: `real + 1j * imaginary` makes a NaN of an infinite part.
        rounded = np.empty(values.shape, np.result_type(real.dtype, np.complex64))
        rounded.real, rounded.imag = real, round_to(values.imag, dtype)
        return rounded
    if dtype != "bfloat16":
        with np.errstate(over="ignore"):
            return values.astype(STORAGE[dtype])
    return _round_to_bfloat16(values)


def _round_to_bfloat16(values: NDArray[Any]) -> NDArray[Any]:
    # Straight from float64: going through float32 would round twice. Scaling by a power of two is exact.
    wide = values.astype(np.float64)
    _, exponent = np.frexp(wide)
    # 8 significant bits; below 2**-126 the spacing stops shrinking.
    exponent = np.maximum(exponent, -125)
    with np.errstate(over="ignore", invalid="ignore"):
        step = np.ldexp(1.0, exponent - 8)
        rounded = np.where(np.isfinite(wide), np.rint(wide / step) * step, wide)
        largest = float(np.ldexp(2.0 - 2.0**-7, 127))
        rounded = np.where(np.isfinite(wide) & (np.abs(rounded) > largest), np.sign(wide) * np.inf, rounded)
        return rounded.astype(np.float32)
