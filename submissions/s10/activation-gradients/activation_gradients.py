import numpy as np


def sigmoid(z):
    return np.where(z < 0, np.exp(np.minimum(z, 0)), 1) / (1 + np.exp(-np.abs(z)))


def sigmoid_slope(z):
    return sigmoid(z) * sigmoid(-z)


def tanh_slope(z):
    return 1 - np.tanh(z) * np.tanh(z)


def relu_slope(z):
    return (z > 0) * 1.0


KIND = {
    "sigmoid": (sigmoid, sigmoid_slope),
    "tanh": (np.tanh, tanh_slope),
    "relu": (lambda z: z * (z > 0), relu_slope),
}


def chain_slopes(a0, w, b, f):
    value, slope = KIND[f]
    a, rows = a0, [np.ones_like(a0)]
    for weight in w:
        z = weight * a
        rows.append(rows[-1] * slope(z) * weight)
        a = value(z)
    return np.array(rows[1:])


def bound(w, f):
    steep = KIND[f][1](np.array([0.0, 1.0])).max()
    return np.prod(np.abs(w) * steep)


def parameters(sizes):
    return int(np.dot(sizes[:-1], sizes[1:]))


def widest(inputs, outputs, depth, budget):
    n = 1
    while parameters([inputs] + [n + 1] * depth + [outputs]) <= budget:
        n += 1
    return n
