import numpy as np


def forward(X, weights, biases, f):
    out = X
    for i in range(len(weights)):
        out = out @ weights[i] + biases[i]
        if f == "relu" and i < len(weights) - 1:
            out = np.maximum(out, 0)
    return out


def collapse(weights, biases):
    b = biases[0]
    for W, bias in zip(weights[1:], biases[1:]):
        b = b @ W + bias
    return sum(weights), b


def gap(X, Y, weights, biases, f):
    fx = forward(X, weights, biases, f)
    fy = forward(Y, weights, biases, f)
    fxy = forward(X + Y, weights, biases, f)
    return fx + fy - fxy
