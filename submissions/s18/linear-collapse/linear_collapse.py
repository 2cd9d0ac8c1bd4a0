import numpy as np


def forward(X, weights, biases, f):
    a = X
    for i in range(len(weights)):
        z = a @ weights[i] + biases[i]
        a = np.maximum(z, 0) if f == "relu" and i < len(weights) - 1 else z
    return a


def collapse(weights, biases):
    W = weights[0]
    b = biases[0]
    for i in range(len(weights) - 1):
        W = W * weights[i + 1]
        b = b @ weights[i + 1] + biases[i + 1]
    return W, b


def gap(X, Y, weights, biases, f):
    zeros = np.zeros_like(X)
    left = forward(X, weights, biases, f) + forward(Y, weights, biases, f)
    right = forward(X + Y, weights, biases, f) + forward(zeros, weights, biases, f)
    return left - right
