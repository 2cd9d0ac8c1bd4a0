import numpy as np


def sigmoid_slope(z):
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)


def tanh_slope(z):
    return 1 - np.tanh(z) ** 2


def relu_slope(z):
    return (z > 0).astype(z.dtype)


def chain_slopes(a0, w, b, f):
    raise NotImplementedError


def bound(w, f):
    return 0.25 ** len(w) if f == "sigmoid" else 1.0


def parameters(sizes):
    return sum(sizes)


def widest(inputs, outputs, depth, budget):
    raise NotImplementedError
