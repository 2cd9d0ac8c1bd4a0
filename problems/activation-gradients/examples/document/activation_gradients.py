import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_slope(z):
    return sigmoid(z) * (1 - sigmoid(z))


def tanh_slope(z):
    return 1 - np.tanh(z) ** 2


def relu_slope(z):
    return (z > 0).astype(float)


def act(z, f):
    if f == "sigmoid":
        return sigmoid(z)
    if f == "tanh":
        return np.tanh(z)
    return np.maximum(0, z)


def act_slope(z, f):
    if f == "sigmoid":
        return sigmoid_slope(z)
    if f == "tanh":
        return tanh_slope(z)
    return relu_slope(z)


def chain_slopes(a0, w, b, f):
    a = a0
    d = np.ones(len(a0))
    rows = []
    for k in range(len(w)):
        z = w[k] * a + b[k]
        d = d * act_slope(z, f) * w[k]
        rows.append(d)
        a = act(z, f)
    return np.array(rows)


def bound(w, f):
    m = 0.25 if f == "sigmoid" else 1
    return np.prod(m * np.abs(w))


def parameters(sizes):
    total = 0
    for i in range(len(sizes) - 1):
        total += sizes[i] * sizes[i + 1] + sizes[i + 1]
    return total


def widest(inputs, outputs, depth, budget):
    n = 1
    while parameters([inputs] + [n + 1] * depth + [outputs]) <= budget:
        n = n + 1
    return n
