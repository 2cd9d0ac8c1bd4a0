import numpy as np


def forward(X, weights, biases, f):
    z = np.einsum("ni,ij->nj", X, weights[0]) + biases[0]
    if len(weights) == 1:
        return z
    return forward(np.maximum(z, 0) if f == "relu" else z, weights[1:], biases[1:], f)


def collapse(weights, biases):
    """The layers behind the first are one layer already; put the first into it."""
    if len(weights) == 1:
        return weights[0], biases[0]
    W, b = collapse(weights[1:], biases[1:])
    return np.einsum("ij,jk->ik", weights[0], W), np.einsum("j,jk->k", biases[0], W) + b


def gap(X, Y, weights, biases, f):
    signs = [1, 1, -1, -1]
    inputs = [X, Y, X + Y, np.zeros_like(X)]
    return sum(sign * forward(rows, weights, biases, f) for sign, rows in zip(signs, inputs))
