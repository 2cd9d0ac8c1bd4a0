import numpy as np


def sigmoid_slope(z):
    return np.exp(z) / (1 + np.exp(z)) ** 2


def tanh_slope(z):
    return 1 - np.square(np.tanh(z))


def relu_slope(z):
    return np.heaviside(z, 0.5)


def chain_slopes(a0, w, b, f):
    i = 0
    a = a0
    d = np.ones_like(a0)
    rows = []
    while i < len(w):
        z = w[i] * a + b[i]
        if f == "sigmoid":
            d = d * w[i] * sigmoid_slope(z)
            a = 1 / (1 + np.exp(-z))
        elif f == "tanh":
            d = d * w[i] * tanh_slope(z)
            a = np.tanh(z)
        else:
            d = d * w[i] * relu_slope(z)
            a = np.maximum(z, 0)
        rows.append(d)
        i += 1
    return np.array(rows)


def bound(w, f):
    big = max(abs(w))
    if f == "sigmoid":
        return (big / 4) ** len(w)
    return big ** len(w)


def parameters(sizes):
    return sum(sizes[i] * sizes[i + 1] + sizes[i + 1] for i in range(len(sizes)))


def widest(inputs, outputs, depth, budget):
    n = 1
    while parameters([inputs] + [n] * depth + [outputs]) <= budget:
        n = n + 1
    return n - 1
