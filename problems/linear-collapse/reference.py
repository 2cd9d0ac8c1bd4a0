"""A stack of affine layers is one affine map: x W1 + b1, times W2, plus b2, is x (W1 W2) + (b1 W2 + b2)."""

import numpy as np


def activate(z, f):
    """f(z), for f by its name."""
    return np.maximum(z, 0) if f == "relu" else z


def forward(X, weights, biases, f):
    """The output, (N, outputs): f after every layer but the last."""
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        X = activate(X @ W + b, f)
    return X @ weights[-1] + biases[-1]


def collapse(weights, biases):
    """One layer for all: W, (inputs, outputs), and b, (outputs,); each layer multiplies all that comes before it."""
    W, b = weights[0], biases[0]
    for weight, bias in zip(weights[1:], biases[1:], strict=True):
        W, b = W @ weight, b @ weight + bias
    return W, b


def gap(X, Y, weights, biases, f):
    """g(x) + g(y) - g(x + y) - g(0), a row for each pair: 0 for every affine g."""

    def g(inputs):
        return forward(inputs, weights, biases, f)

    return g(X) + g(Y) - g(X + Y) - g(np.zeros_like(X))
