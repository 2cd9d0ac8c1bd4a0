"""Random inputs, drawn on the host from the run's secret.

Each value of each trial has a generator of its own: NumPy's Philox, keyed by SHA-256 over (secret, problem, check,
trial, value name, redraw). Draws are made in float64 and rounded to the spec's dtype, so that every student, on
whatever device, is given the same numbers, and the reference the very same ones widened.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from grader.core.data import Array
from grader.core.dtypes import round_to
from grader.core.problem import Random


def draw(
    random: Random, *, secret: bytes, problem: str, check: str, trial: int, name: str, redraw: int, dtype: str
) -> Array:
    """One value of one trial, of shape `random.shape`; `dtype` is the spec's."""
    generator = np.random.Generator(
        np.random.Philox(key=_key(secret, "value", problem, check, trial, name, redraw))
    )
    match random.distribution:
        case "normal":
            return _float(generator.normal(random.mean, random.std, random.shape), random.dtype or dtype)
        case "uniform":
            return _float(generator.uniform(random.low, random.high, random.shape), random.dtype or dtype)
        case "integers":
            drawn = generator.integers(int(random.low), int(random.high), random.shape)
            return _whole(np.asarray(drawn), random.dtype)
        case "choice":
            assert random.options is not None
            picked = generator.integers(0, random.options.values.size, random.shape)
            return Array(np.asarray(random.options.values.reshape(-1)[picked]), random.options.dtype)
        case "permutation":
            return _whole(generator.permutation(random.n), random.dtype)


def worker_seed(secret: bytes, problem: str, check: str, trial: int) -> int:
    """The seed of the generators in a worker: 63 bits, from which the secret cannot be found."""
    return _key(secret, "seed", problem, check, trial) & (2**63 - 1)


def _key(secret: bytes, *parts: str | int) -> int:
    """128 bits; every part is preceded by its length, so that no two lists of parts are the same bytes."""
    total = hashlib.sha256(len(secret).to_bytes(8, "big") + secret)
    for part in parts:
        text = str(part).encode()
        total.update(len(text).to_bytes(8, "big") + text)
    return int.from_bytes(total.digest()[:16], "big")


def _float(values: NDArray[np.float64] | float, dtype: str) -> Array:
    return Array(round_to(np.asarray(values, dtype=np.float64), dtype), dtype)


def _whole(values: NDArray[np.int64], dtype: str | None) -> Array:
    kind = dtype or "int64"
    return Array(
        round_to(values.astype(np.float64), kind)
        if kind.startswith(("float", "bfloat"))
        else values.astype(kind),
        kind,
    )
