import numpy as np


def forward(X, weights, biases, f):
    *hidden, (W, b) = zip(weights, biases)
    for weight, bias in hidden:
        z = np.dot(X, weight) + bias
        X = z if f == "identity" else z * (z > 0)
    return np.dot(X, W) + b


def collapse(weights, biases):
    """Starts at the outputs: the tail of the network after layer k is already one matrix."""
    tail = np.eye(len(biases[-1]))
    b = np.zeros(len(biases[-1]))
    for W_k, b_k in zip(reversed(weights), reversed(biases)):
        b = b + np.dot(b_k, tail)
        tail = np.dot(W_k, tail)
    return tail, b


def gap(X, Y, weights, biases, f):
    n = len(X)
    stacked = np.concatenate([X, Y, X + Y, 0 * X])
    out = forward(stacked, weights, biases, f)
    return out[:n] + out[n : 2 * n] - out[2 * n : 3 * n] - out[3 * n :]
