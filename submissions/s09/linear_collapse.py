import numpy as np


def forward(X, weights, biases, f):
    hidden = list(zip(weights, biases))
    W_out, b_out = hidden.pop()
    for W, b in hidden:
        X = X @ W + b
        if f == "relu":
            X = np.fmax(X, 0)
    return X @ W_out + b_out


def collapse(weights, biases):
    W = np.linalg.multi_dot(weights) if len(weights) > 1 else weights[0]
    return W, biases[-1]


def gap(X, Y, weights, biases, f):
    raise NotImplementedError
