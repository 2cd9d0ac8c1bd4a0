"""Results as data: what counts as the same, and what is refused."""

from __future__ import annotations

import enum
import warnings
from collections import OrderedDict, namedtuple
from typing import Any

import numpy as np
import pytest
import torch

from grader.core.data import Array
from grader.wire.messages import Plain
from grader.worker.convert import RefusedError, to_data, to_native

Pair = namedtuple("Pair", "a b")  # noqa: PYI024 - a student's


class Colour(enum.IntEnum):
    RED = 3


def array(values: Any, dtype: str, *, python: bool = False) -> Array:
    return Array(np.asarray(values, dtype="float32" if dtype == "bfloat16" else dtype), dtype, python)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (3, 3),
        (2.5, 2.5),
        (1j, 1j),
        ("text", "text"),
        (Colour.RED, 3),
        (np.float64(2.5), array(2.5, "float64")),
        (np.bool_(True), array(True, "bool")),
        (np.str_("s"), "s"),
        (np.array(["a", "b"]), ("a", "b")),
        ([1, 2, 3], array([1, 2, 3], "int64", python=True)),
        ((1.0, 2), array([1.0, 2.0], "float64", python=True)),
        ([[1, 2], [3, 4]], array([[1, 2], [3, 4]], "int64", python=True)),
        ([True, False], array([True, False], "bool", python=True)),
        ([torch.tensor(1.0), torch.tensor(2.0)], array([1.0, 2.0], "float32", python=True)),
        ([1, True], (1, True)),
        ([1, "a"], (1, "a")),
        ([[1], [2, 3]], (array([1], "int64", python=True), array([2, 3], "int64", python=True))),
        ([], ()),
        (Pair(1, "x"), (1, "x")),
        (OrderedDict(a=1), {"a": 1}),
        (np.arange(6).reshape(2, 3)[:, ::-1], array([[2, 1, 0], [5, 4, 3]], "int64")),
        (np.arange(3, dtype=">i4"), array([0, 1, 2], "int32")),
        (torch.ones(2, 3).T, array(np.ones((3, 2)), "float32")),
        (torch.tensor([1.5], dtype=torch.bfloat16), array([1.5], "bfloat16")),
        (torch.tensor([1 + 2j]).conj(), array([1 - 2j], "complex64")),
        (torch.ones(2, requires_grad=True), array([1.0, 1.0], "float32")),
        (torch.ones(2, 3).shape, array([2, 3], "int64", python=True)),
        (torch.nn.Parameter(torch.zeros(2)), array([0.0, 0.0], "float32")),
    ],
    ids=repr,
)
def test_what_counts_as_data(value: Any, expected: Any) -> None:
    assert to_data(value) == expected


def test_a_module_crosses_as_its_named_parameters() -> None:
    found = to_data(torch.nn.Linear(2, 3))
    assert isinstance(found, dict)
    assert {name: leaf.shape for name, leaf in found.items()} == {"weight": (3, 2), "bias": (3,)}


def quantised() -> torch.Tensor:
    with warnings.catch_warnings(action="ignore"):  # torch is about to give quantised tensors up
        return torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)


def nested(depth: int) -> Any:
    value: Any = "leaf"
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        {1, 2},
        object(),
        iter([1]),
        {1: 2},
        {"k" * 65: 1},
        {str(index): 1 for index in range(1001)},
        np.array([object()]),
        np.ma.masked_array([1, 2], mask=[False, True]),
        np.array([(1, 2.0)], dtype=[("a", int), ("b", float)]),
        np.array(["2020-01-01"], dtype="datetime64[D]"),
        torch.ones(2, 2).to_sparse(),
        torch.ones(2, device="meta"),
        quantised(),
        nested(17),
        [0] * 100_001,
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_refused(value: Any) -> None:
    with pytest.raises(RefusedError):
        to_data(value)


def test_an_answer_is_a_copy() -> None:
    buffer = np.zeros(3)
    sent = to_data(buffer)
    buffer += 1
    assert isinstance(sent, Array)
    assert not sent.values.any()


def test_functions_are_given_fresh_writable_arrays_of_the_framework() -> None:
    frozen = np.ones((2, 3), np.float32)
    frozen.flags.writeable = False
    given = Array(frozen, "float32")
    tensor, vector = to_native(given, "torch"), to_native(given, "numpy")
    tensor += 1
    vector += 1
    assert isinstance(tensor, torch.Tensor)
    assert isinstance(vector, np.ndarray)
    assert (frozen == 1).all()
    assert to_native(Array(frozen, "bfloat16"), "torch").dtype is torch.bfloat16


def test_containers_and_plain_objects_are_given_as_python_ones() -> None:
    config = {"lr": 0.1, "betas": [0.9, 0.999]}
    assert to_native(Plain(config), "torch") == config
    weights = to_native((Array(np.ones(2), "float64"), 3), "numpy")
    assert isinstance(weights, list)
    assert weights[1] == 3
