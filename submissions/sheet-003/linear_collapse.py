import numpy as np


def forward(X, weights, biases, f):
    a = X
    for i in range(len(weights)):
        z = np.dot(a, weights[i]) + biases[i]
        if i < len(weights) - 1 and f == "relu":
            a = np.maximum(0, z)
        else:
            a = z
    return a


def collapse(weights, biases):
    W = weights[0]
    b = biases[0]
    for i in range(1, len(weights)):
        b = np.dot(b, weights[i]) + biases[i]
        W = np.dot(W, weights[i])
    return W, b


def gap(X, Y, weights, biases, f):
    out_x = forward(X, weights, biases, f)
    out_y = forward(Y, weights, biases, f)
    out_sum = forward(X + Y, weights, biases, f)
    out_zero = forward(np.zeros_like(X), weights, biases, f)
    return out_x + out_y - out_sum - out_zero
