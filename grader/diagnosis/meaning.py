"""Another function of the same inputs than the one asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from grader.core.text import Text
from grader.diagnosis.cause import Case, Cause, Floats, Guess, wide


def softmax(values: Floats, axis: int) -> Floats:
    shifted = np.exp(values - values.max(axis=axis, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=axis, keepdims=True))


def _relu(values: Floats) -> Floats:
    return np.maximum(values, 0.0)


def _sigmoid(values: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-values)))


_ACTIVATIONS: dict[str, Callable[[Floats], Floats]] = {
    "ReLU": _relu,
    "sigmoid": _sigmoid,
    "tanh": np.tanh,
    "exp": np.exp,
    "log": np.log,
    "softmax": lambda values: softmax(values, -1) if values.ndim else values,
}


def _extra_activation(case: Case) -> Iterator[Guess]:
    right = wide(case.expected)
    for name, function in _ACTIVATIONS.items():
        text = Text(
            f"a {name} too many was applied to the result", f"یک {name} اضافی روی نتیجه اعمال شده است"
        )
        yield Guess(key=name, values=function(right), feedback=text)


def _missing_activation(case: Case) -> Iterator[Guess]:
    """The student's numbers give the right ones under an activation."""
    right, given = wide(case.expected), wide(case.observed)
    if right.shape != given.shape:
        return
    for name, function in _ACTIVATIONS.items():
        # Numbers that the activation leaves as they are do not lack it.
        if _same(function(given), right) and not _same(given, right):
            text = Text(
                f"the {name} is missing: these are the numbers before it",
                f"{name} جا افتاده است: این‌ها عددهای پیش از آن‌اند",
            )
            yield Guess(key=name, values=given, feedback=text)


def _wrong_axis(case: Case) -> Iterator[Guess]:
    """A softmax, mean or sum of one of the inputs, over another axis than is due."""
    right = wide(case.expected)
    for name, array in case.inputs.items():
        if array.kind not in ("float", "integer") or not 2 <= array.values.ndim <= 4:
            continue
        values = wide(array)
        for what, reduce in _REDUCTIONS.items():
            results = [reduce(values, axis) for axis in range(values.ndim)]
            due = [axis for axis, result in enumerate(results) if _same(result, right)]
            for axis, result in enumerate(results):
                if due and axis not in due:
                    text = Text(
                        f"the {what} of {name} is taken over axis {axis}; axis {due[0]} is due",
                        f"{what} روی محور {axis} از {name} گرفته شده است؛ محور {due[0]} لازم است",
                    )
                    yield Guess(key=f"{what}{name}{axis}", values=result, feedback=text)


_REDUCTIONS: dict[str, Callable[[Floats, int], Floats]] = {
    "softmax": softmax,
    "mean": lambda values, axis: np.asarray(values.mean(axis=axis)),
    "sum": lambda values, axis: np.asarray(values.sum(axis=axis)),
    "maximum": lambda values, axis: np.asarray(values.max(axis=axis)),
}


def _same(one: Floats, other: Floats) -> bool:
    return one.shape == other.shape and np.allclose(one, other, rtol=1e-4, atol=1e-6)


def _unchanged_input(case: Case) -> Iterator[Guess]:
    for name, array in case.inputs.items():
        if array.shape == case.expected.shape and array.kind != "bool":
            text = Text(f"the result is {name} itself, unchanged", f"نتیجه خود {name} است، بی‌تغییر")
            yield Guess(key=name, values=wide(array), feedback=text)


CAUSES = (
    Cause(id="unchanged-input", guesses=_unchanged_input),
    Cause(id="wrong-axis", guesses=_wrong_axis),
    Cause(id="extra-activation", guesses=_extra_activation),
    Cause(id="missing-activation", guesses=_missing_activation),
)
