import numpy as np


def forward(X, weights, biases, f):
    a = X
    for i in range(len(weights)):
        a = a @ weights[i] + biases[i]
        if f == "relu":
            a = np.maximum(a, 0)
    return a


def collapse(weights, biases):
    W = weights[0]
    for i in range(1, len(weights)):
        W = W @ weights[i]
    b = sum(biases)
    return W, b


def gap(X, Y, weights, biases, f):
    a = forward(X, weights, biases, f)
    b = forward(Y, weights, biases, f)
    c = forward(X + Y, weights, biases, f)
    d = forward(np.zeros_like(X), weights, biases, f)
    return a + b - c - d
