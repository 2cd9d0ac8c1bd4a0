"""Judges a counterexample to convexity by the two losses at its points and half-way between them."""

from collections.abc import Mapping

import numpy as np

from grader import Verification

KEYS = ("y", "a", "b")
MOST_CLASSES = 20
MARGIN = 1e-6


class Unusable(ValueError):
    """The observation is no pair of points; the message is for the student."""


def shows_nonconvexity(observed):
    """All or nothing: the squared error half-way lies above the mean of the two ends."""
    try:
        y, a, b = read(observed)
    except Unusable as fault:
        return Verification(0, str(fault))
    at_a, at_b, middle = (squared_error(y, z) for z in (a, b, (a + b) / 2))
    ends = (at_a + at_b) / 2
    what = f"The squared error is {at_a:.6g} at a and {at_b:.6g} at b: {ends:.6g} on average, {middle:.6g} half-way."
    if middle <= ends + MARGIN:
        return Verification(0, f"{what} A convex function would do the same.")
    between, mean = cross_entropy(y, (a + b) / 2), (cross_entropy(y, a) + cross_entropy(y, b)) / 2
    return Verification(1, f"{what} The cross-entropy half-way is {between:.6g}, below the mean {mean:.6g}.")


def squared_error(y, z):
    return float(np.mean((y - np.exp(log_softmax(z))) ** 2))


def cross_entropy(y, z):
    return float(-np.sum(y * log_softmax(z)))


def log_softmax(z):
    shifted = z - z.max()
    return shifted - np.log(np.exp(shifted).sum())


def read(observed):
    """The label and the two points.

    Raises:
        Unusable: where a key is missing, or a value is not what the statement asks for.
    """
    if not isinstance(observed, Mapping) or any(key not in observed for key in KEYS):
        raise Unusable(f"`counterexample()` must return a dict with the keys {', '.join(KEYS)}.")
    y, a, b = (_vector(key, observed[key]) for key in KEYS)
    if not y.shape == a.shape == b.shape:
        raise Unusable(f"y, a and b have {len(y)}, {len(a)} and {len(b)} numbers; they must have the same.")
    if not 2 <= len(y) <= MOST_CLASSES:
        raise Unusable(f"There are {len(y)} classes; choose between 2 and {MOST_CLASSES}.")
    if sorted(y) != [0.0] * (len(y) - 1) + [1.0]:
        raise Unusable("y must be one-hot: a single 1, and zeros.")
    return y, a, b


def _vector(key, value):
    try:
        array = np.asarray(value)
    except ValueError:  # rows of different lengths
        raise Unusable(f"{key} is not a list of numbers.") from None
    if array.dtype.kind not in "iuf" or array.ndim != 1:
        raise Unusable(f"{key} must be a list of real numbers, one for each class.")
    if not np.isfinite(array).all():
        raise Unusable(f"{key} holds a number that is not finite.")
    return array.astype(np.float64)
