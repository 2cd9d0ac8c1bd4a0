import numpy as np


def sigmoid_slope(z):
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)


def tanh_slope(z):
    return 1 - np.tanh(z) ** 2


def relu_slope(z):
    return np.where(z >= 0, 1.0, 0.0)


def act(z, f):
    if f == "sigmoid":
        return 1 / (1 + np.exp(-z))
    return np.tanh(z) if f == "tanh" else np.maximum(z, 0.0)


def slope(z, f):
    return globals()[f + "_slope"](z)


def chain_slopes(a0, w, b, f):
    outs = [a0]
    for weight, bias in zip(w, b):
        outs.append(act(weight * outs[-1] + bias, f))
    rows = []
    for k in range(len(w)):
        before = rows[-1] if rows else 1.0
        rows.append(before * w[k] * slope(outs[k + 1], f))
    return np.array(rows)


def bound(w, f):
    return np.prod(np.abs(w)) * (0.25 ** w.size if f == "sigmoid" else 1)


def parameters(sizes):
    return sum(a * b + b for a, b in zip(sizes, sizes[1:]))


def widest(inputs, outputs, depth, budget):
    n = 1
    while inputs * n + n + depth * (n * n + n) + n * outputs + outputs <= budget:
        n += 1
    return n - 1
