"""Slopes of three activations, their products along a chain of layers, and what depth costs in parameters.

a_k = f(w_k a_{k-1} + b_k),   da_n/da_0 = prod over k of f'(z_k) w_k
"""

from itertools import pairwise

import numpy as np


def sigmoid(z):
    """Where exp(-z) overflows, 1 / (1 + inf) is the 0 that is due."""
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def sigmoid_slope(z):
    """At most 1/4, at 0."""
    s = sigmoid(z)
    return s * (1 - s)


def tanh_slope(z):
    """At most 1, at 0."""
    return 1 - np.tanh(z) ** 2


def relu_slope(z):
    """1 above 0; at 0 and below it is 0."""
    return np.heaviside(z, 0.0)


def activate(z, f):
    """f(z), for f by its name."""
    if f == "sigmoid":
        return sigmoid(z)
    return np.tanh(z) if f == "tanh" else np.maximum(z, 0)


def slope(z, f):
    """f'(z), for f by its name."""
    return {"sigmoid": sigmoid_slope, "tanh": tanh_slope, "relu": relu_slope}[f](z)


def preactivations(a0, w, b, f):
    """z_1, ..., z_n: (n, N)."""
    z = []
    for weight, bias in zip(w, b, strict=True):
        z.append(weight * (activate(z[-1], f) if z else a0) + bias)  # (N,)
    return np.stack(z)


def chain(a0, w, b, f):
    """a_n, for each of the N inputs: (N,)."""
    return activate(preactivations(a0, w, b, f)[-1], f)


def chain_slopes(a0, w, b, f):
    """da_k/da_0 in row k - 1: one factor f'(z) w more from row to row."""
    return np.cumprod(slope(preactivations(a0, w, b, f), f) * w[:, None], axis=0)  # (n, N)


def bound(w, f):
    """The largest |da_n/da_0|: biases can bring every z where the slope is largest."""
    steepest = 0.25 if f == "sigmoid" else 1.0
    return np.prod(np.abs(w) * steepest)


def parameters(sizes):
    """Each layer has a weight for each of its inputs, and a bias, for each of its outputs."""
    return sum((inputs + 1) * outputs for inputs, outputs in pairwise(sizes))


def widest(inputs, outputs, depth, budget):
    """The largest width that the budget pays for; each unit more costs more."""
    width = 1
    while parameters([inputs, *[width + 1] * depth, outputs]) <= budget:
        width += 1
    return width
