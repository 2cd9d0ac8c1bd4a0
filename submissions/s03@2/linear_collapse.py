import numpy as np


def forward(X, weights, biases, f):
    h = X
    n = len(weights)
    for k, (W, b) in enumerate(zip(weights, biases), start=1):
        h = h @ W + b
        if f == "relu" and k != n:
            h = np.maximum(h, 0)
    return h


def collapse(weights, biases):
    W = weights[0]
    b = biases[0]
    for next_W, next_b in zip(weights[1:], biases[1:]):
        W = W @ next_W
        b = b @ next_W + next_b
    return W, b


def gap(X, Y, weights, biases, f):
    g0 = forward(np.zeros_like(X), weights, biases, f)
    return forward(X, weights, biases, f) + forward(Y, weights, biases, f) - forward(X + Y, weights, biases, f) - g0
