"""A trial: one draw of a check's inputs, and what the reference makes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from grader.core.data import Array, Data
from grader.core.dtypes import round_to
from grader.core.expression import names
from grader.core.problem import (
    Call,
    CallSubject,
    Check,
    FromReference,
    GradientOf,
    MatchesReference,
    Random,
    Satisfies,
    ValueName,
)
from grader.wire.messages import Plain

Inputs = Mapping[str, Data | Plain]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One draw of a check.

    Attributes:
        inputs: what the student's call is given.
        wide: the same for the reference: the same numbers, in float64.
        expected: the right results in float64, any one of which is right; empty where nothing is expected.
        seed: of the generators in whichever process makes the call.
        request: the student's call as its frame, the same for a whole class.
    """

    index: int
    inputs: Inputs
    wide: Inputs
    expected: tuple[Data, ...]
    seed: int
    request: bytes


def call_names(check: Check) -> set[str]:
    """The values that travel to the student's worker."""
    subject = check.subject
    if not isinstance(subject, CallSubject):
        return set()
    used = _named(subject.call) | set(subject.observe) | set(subject.keeps)
    if subject.backward is not None:
        used |= set(subject.backward.wrt) | {subject.backward.cotangent or ""}
    return used & set(check.values)


def reference_names(check: Check) -> set[str]:
    """The values that the author lane needs: the call's own and the expectation's."""
    used = call_names(check)
    match check.expectation:
        case MatchesReference(any_of=others, call=call):
            for other in (*others, *([call] if call else [])):
                used |= _named(other)
        case GradientOf(call=call, wrt=wrt, cotangent=cotangent):
            used |= _named(call) | {name for _, name in wrt} | {cotangent or ""}
        case Satisfies(arguments=arguments):
            used |= {argument.name for argument in arguments.values() if isinstance(argument, ValueName)}
    return used & set(check.values)


def is_random(check: Check, used: set[str]) -> bool:
    """True where any of the named values is drawn, directly or on the way through the reference."""
    return any(isinstance(check.values[name], Random) for name in closure(check, used))


def closure(check: Check, used: set[str]) -> list[str]:
    """The named values and what computing them needs, each after what it needs."""
    order: list[str] = []

    def visit(name: str) -> None:
        if name in order:
            return
        value = check.values[name]
        if isinstance(value, FromReference):
            for needed in sorted(_named(value.call) & set(check.values)):
                visit(needed)
        order.append(name)

    for name in sorted(used):
        visit(name)
    return order


def _named(call: Call) -> set[str]:
    return {name.id for name in names(call.expression)}


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

