import numpy as np


def forward(X, weights, biases, f):
    def hidden(z):
        return np.maximum(z, 0) if f == "relu" else z

    a = X
    for W, b in list(zip(weights, biases))[:-1]:
        a = hidden(np.matmul(a, W) + b)
    return np.matmul(a, weights[-1]) + biases[-1]


def collapse(weights, biases):
    W, b = weights[0], biases[0]
    for k in range(1, len(weights)):
        b = np.matmul(b, weights[k]) + biases[k]
        W = np.matmul(W, weights[k])
    return [W, b]


def gap(X, Y, weights, biases, f):
    whole = forward(X + Y, weights, biases, f)
    parts = forward(X, weights, biases, f) + forward(Y, weights, biases, f)
    return whole - (parts - forward(np.zeros_like(X), weights, biases, f))
