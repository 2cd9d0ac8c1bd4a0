import numpy as np


def activation(z, f):
    return np.maximum(z, 0) if f == "relu" else z


def forward(X, weights, biases, f):
    h = X @ weights[0] + biases[0]
    for i in range(1, len(weights)):
        h = activation(h, f) @ weights[i] + biases[i]
    return h


def collapse(weights, biases):
    W = weights[-1]
    for w in weights[-2::-1]:
        W = w @ W
    b = 0
    for k in range(len(weights)):
        rest = biases[k]
        for w in weights[k:]:
            rest = rest @ w
        b = b + rest
    return W, b


def gap(X, Y, weights, biases, f):
    zero = forward(np.zeros_like(X), weights, biases, f)
    x = forward(X, weights, biases, f) - zero
    y = forward(Y, weights, biases, f) - zero
    return x + y - (forward(X + Y, weights, biases, f) - zero)
