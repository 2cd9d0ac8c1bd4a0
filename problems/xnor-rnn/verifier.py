"""Judges a net by what it does: simulated on pairs of bit strings, under both conventions for step(0).

There are only four input pairs, so a net is three tables: the hidden units, y_1 and y_t for each pair. A
string of T pairs is a row of T codes 2 x1 + x2, and the bits of a pair are equal where its code is 0 or 3.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from grader import Verification

LENGTHS = range(1, 7)
SHAPES = {"W": (2, 2), "B": (2,), "v": (2,), "r": (), "c0": (), "c": ()}
PAIRS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])  # indexed by code: (4, 2)
EQUAL_CODES = (0, 3)
# Relative to the sum of a pre-activation's terms: 0.1 + 0.2 - 0.3 is a tie too.
TIE = 1e-12


class Unusable(ValueError):
    """The observation is not a net; the message is for the student."""


@dataclass(frozen=True)
class Net:
    W: np.ndarray
    B: np.ndarray
    v: np.ndarray
    r: np.ndarray
    c0: np.ndarray
    c: np.ndarray


@dataclass(frozen=True)
class Machine:
    """A net under one convention: y_1 = first[code], y_t = later[y_{t-1}, code]; `ties` names sums that are 0."""

    first: np.ndarray  # (4,)
    later: np.ndarray  # (2, 4)
    ties: tuple[str, ...]

    def end(self, codes):
        """y_T for strings of codes (N, T)."""
        y = self.first[codes[:, 0]]
        for column in codes[:, 1:].T:
            y = self.later[y, column]
        return y  # (N,)

    def wrong(self, codes):
        """Which of the strings end in the wrong output: (N,)."""
        return self.end(codes) != np.isin(codes, EQUAL_CODES).all(axis=1)


def recognises_equality(observed):
    """All 5,460 pairs of strings of the lengths 1 to 6. Fraction: the lengths that are all right, of 2 x 6."""
    try:
        net = read(observed)
    except Unusable as fault:
        return Verification(0, str(fault))
    machines = [machine(net, at_zero) for at_zero in (0, 1)]
    strings = [np.indices((4,) * length).reshape(length, -1).T for length in LENGTHS]  # (4^T, T) each
    wrong = [[m.wrong(codes) for codes in strings] for m in machines]
    fraction = np.mean([[not w.any() for w in by_length] for by_length in wrong])
    if fraction == 1:
        return Verification(1, "All 5,460 pairs of strings end right, with step(0) = 0 and with step(0) = 1.")
    if not any(m.ties for m in machines):
        return Verification(float(fraction), _account("Whatever step(0) is", machines[0], strings, wrong[0]))
    accounts = [
        _account(f"With step(0) = {at_zero}", machines[at_zero], strings, wrong[at_zero])
        for at_zero in (0, 1)
    ]
    return Verification(float(fraction), " ".join(accounts))


def recognises_long_equality(observed, strings):
    """Long strings (N, T) against themselves, against themselves with one bit flipped, and against each other."""
    try:
        net = read(observed)
    except Unusable as fault:
        return Verification(0, str(fault))
    rows = np.arange(len(strings))
    flipped = strings.copy()
    flipped[rows, rows % strings.shape[1]] ^= 1  # every place is flipped in some string
    others = [strings, flipped, np.roll(strings, 1, axis=0)]
    codes = np.concatenate([2 * strings + other for other in others])  # (3N, T)
    wrong = [machine(net, at_zero).wrong(codes).sum() for at_zero in (0, 1)]
    fraction = sum(not count for count in wrong) / 2
    return Verification(
        fraction,
        f"Of {len(codes)} pairs of strings of {strings.shape[1]} bits, {wrong[0]} end wrong with step(0) = 0"
        f" and {wrong[1]} with step(0) = 1.",
    )


def read(observed):
    """The observation as a net.

    Raises:
        Unusable: where a key is missing, or a value is not a finite real array of its shape.
    """
    if not isinstance(observed, Mapping):
        raise Unusable(f"`weights()` must return a dict with the keys {', '.join(SHAPES)}.")
    missing = [key for key in SHAPES if key not in observed]
    if missing:
        raise Unusable(f"`weights()` returns no {', '.join(missing)}; its keys must be {', '.join(SHAPES)}.")
    return Net(**{key: _numbers(key, observed[key], shape) for key, shape in SHAPES.items()})


def _numbers(key, value, shape):
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        raise Unusable(f"{key} is not an array of numbers.") from None
    if array.dtype.kind not in "iuf":
        raise Unusable(f"{key} must hold real numbers.")
    if array.shape != shape and not (shape == () and array.size == 1):
        raise Unusable(f"{key} has shape {array.shape}; it must have shape {shape}.")
    if not np.isfinite(array).all():
        raise Unusable(f"{key} holds a number that is not finite.")
    return array.astype(np.float64).reshape(shape)


def machine(net, at_zero):
    """The net's tables where step(0) is `at_zero`."""
    ties = []

    def step(terms, where):
        # A common scale changes no sign, and keeps the sum of huge weights finite.
        scale = max(np.abs(terms).max(), np.finfo(float).tiny)
        terms = [term / scale for term in terms]
        if abs(sum(terms)) > TIE * sum(map(abs, terms)):
            return int(sum(terms) > 0)
        ties.append(where)
        return at_zero

    hidden = np.array(
        [
            [
                step(
                    [*(net.W[unit] * x), net.B[unit]],
                    f"W x + B of hidden unit {unit + 1} at x = ({x[0]}, {x[1]})",
                )
                for unit in (0, 1)
            ]
            for x in PAIRS
        ]
    )  # (4, 2)
    first = [
        step([*(net.v * h), net.c0], f"v.h + c0 at first bits {_bits(code)}") for code, h in enumerate(hidden)
    ]
    later = [
        [
            step([*(net.v * h), net.r * y, net.c], f"v.h + r y + c at bits {_bits(code)} after y = {y}")
            for code, h in enumerate(hidden)
        ]
        for y in (0, 1)
    ]
    return Machine(np.array(first), np.array(later), tuple(ties))


def _bits(code):
    return f"({PAIRS[code][0]}, {PAIRS[code][1]})"


def _account(when, m, strings, wrong):
    total, count = sum(map(len, strings)), sum(int(w.sum()) for w in wrong)
    if not count:
        return f"{when}, all {total:,} pairs of strings end right."
    index, codes = next((w.argmax(), codes) for w, codes in zip(wrong, strings, strict=True) if w.any())
    x1, x2 = ("".join(map(str, bits)) for bits in PAIRS[codes[index]].T)
    end = m.end(codes[index : index + 1])[0]
    text = f"{when}, {count:,} of {total:,} pairs of strings end wrong; the shortest: {x1} and {x2} end in {end}."
    if m.ties:
        text += f" There is no margin: exactly 0 is {_some(m.ties)}."
    return text


def _some(ties):
    shown = ", and ".join(ties[:2])
    return shown if len(ties) <= 2 else f"{shown}, and {len(ties) - 2} more"
