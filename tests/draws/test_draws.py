"""Random inputs: the same for the same key, others for any other, rounded to the spec's dtype."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.core.data import Array
from grader.core.dtypes import round_to
from grader.core.problem import Random
from grader.draws import draw, worker_seed

NORMAL = Random(distribution="normal", shape=(7, 3))
KEY: dict[str, Any] = {
    "secret": b"secret",
    "problem": "mlp",
    "check": "output",
    "trial": 0,
    "name": "X",
    "redraw": 0,
}


def drawn(random: Random = NORMAL, dtype: str = "float64", **changed: Any) -> Array:
    return draw(random, dtype=dtype, **(KEY | changed))


def test_the_same_key_draws_the_same() -> None:
    assert drawn() == drawn()


@pytest.mark.parametrize(
    "changed",
    [
        {"secret": b"Secret"},
        {"problem": "rnn"},
        {"check": "outputs"},
        {"trial": 1},
        {"name": "W"},
        {"redraw": 1},
        # Parts do not run into one another.
        {"problem": "ml", "check": "poutput"},
        {"check": "outpu", "trial": "t0"},
        {"trial": "0X", "name": ""},
    ],
)
def test_every_part_of_the_key_counts(changed: dict[str, Any]) -> None:
    assert not np.any(drawn().values == drawn(**changed).values)


def test_the_draw_is_philox_keyed_by_sha256() -> None:
    parts = [b"value", b"mlp", b"output", b"0", b"X", b"0"]
    text = b"".join(len(part).to_bytes(8, "big") + part for part in (b"secret", *parts))
    key = int.from_bytes(hashlib.sha256(text).digest()[:16], "big")
    expected = np.random.Generator(np.random.Philox(key=key)).normal(0, 1, (7, 3))
    assert drawn().values.tolist() == expected.tolist()


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "bfloat16"])
def test_numbers_are_drawn_in_float64_and_rounded_once(dtype: str) -> None:
    found = drawn(dtype=dtype)
    assert found.dtype == dtype
    assert found.values.tolist() == round_to(drawn().values, dtype).tolist()


def test_a_value_may_have_a_dtype_of_its_own() -> None:
    own = Random(distribution="normal", shape=(3,), dtype="float64")
    assert drawn(own, "float16").dtype == "float64"


numbers = st.integers(-50, 50)


@given(numbers, st.integers(1, 40), st.lists(st.integers(0, 4), max_size=3), st.binary(max_size=8))
def test_integers_stay_below_high(low: int, width: int, shape: list[int], secret: bytes) -> None:
    random = Random(distribution="integers", low=low, high=low + width, shape=tuple(shape))
    found = drawn(random, secret=secret)
    assert (found.dtype, found.shape) == ("int64", tuple(shape))
    assert np.all((found.values >= low) & (found.values < low + width))


@given(numbers, st.integers(1, 40), st.binary(max_size=8))
def test_uniform_ones_lie_between(low: int, width: int, secret: bytes) -> None:
    found = drawn(Random(distribution="uniform", low=low, high=low + width, shape=(20,)), secret=secret)
    assert np.all((found.values >= low) & (found.values < low + width))


def test_normal_ones_have_their_mean_and_deviation() -> None:
    found = drawn(Random(distribution="normal", mean=3, std=0.5, shape=(100_000,))).values
    assert abs(found.mean() - 3) < 0.01
    assert abs(found.std() - 0.5) < 0.01


def test_all_integers_come_up() -> None:
    found = drawn(Random(distribution="integers", low=0, high=10, shape=(1000,))).values
    assert set(found.tolist()) == set(range(10))


@pytest.mark.parametrize(
    "options",
    [
        Array(np.array([0.1, 0.9]), "float32"),
        Array(np.array([2, 3, 5]), "int64"),
        Array(np.array([True, False]), "bool"),
    ],
)
def test_a_choice_is_of_what_there_is(options: Array) -> None:
    found = drawn(Random(distribution="choice", options=options, shape=(60,)))
    assert found.dtype == options.dtype
    assert set(found.values.tolist()) == set(options.values.tolist())


def test_a_permutation_holds_every_number_once() -> None:
    found = drawn(Random(distribution="permutation", n=12, shape=(12,)))
    assert sorted(found.values.tolist()) == list(range(12))
    assert found.dtype == "int64"


def test_without_a_shape_it_is_one_number() -> None:
    for distribution in ("normal", "uniform"):
        found = drawn(Random(distribution=distribution), "float32")
        assert found.shape == ()
        assert found.values.dtype == np.float32
    assert drawn(Random(distribution="integers", high=9)).shape == ()


def test_seeds_of_workers_are_one_way_and_apart_from_values() -> None:
    seed = worker_seed(b"secret", "mlp", "output", 0)
    assert 0 <= seed < 2**63
    assert seed == worker_seed(b"secret", "mlp", "output", 0)
    others = {
        worker_seed(b"Secret", "mlp", "output", 0),
        worker_seed(b"secret", "rnn", "output", 0),
        worker_seed(b"secret", "mlp", "outputs", 0),
        worker_seed(b"secret", "mlp", "output", 1),
    }
    assert len(others | {seed}) == 5
