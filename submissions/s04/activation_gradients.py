import numpy as np


def sigmoid_slope(z):
    e = np.exp(-z)
    return 1 / (1 + e) - 1 / (1 + e) ** 2


def tanh_slope(z):
    y = np.tanh(z)
    return 1 - y * y


def relu_slope(z):
    return np.sign(np.maximum(z, 0))


PHI = {"sigmoid": lambda z: 1 / (1 + np.exp(-z)), "tanh": np.tanh, "relu": lambda z: np.maximum(z, 0)}
PHI_PRIME = {"sigmoid": sigmoid_slope, "tanh": tanh_slope, "relu": relu_slope}


def chain_slopes(a0, w, b, f):
    zs = []
    a = a0
    for k in range(len(w)):
        zs.append(w[k] * a + b[k])
        a = PHI[f](zs[-1])
    d = np.ones(len(a0))
    out = np.empty((len(w), len(a0)))
    for k in range(len(w) - 1, -1, -1):
        d = d * PHI_PRIME[f](zs[k]) * w[k]
        out[k] = d
    return out


def bound(w, f):
    top = 1 / 4 if f == "sigmoid" else 1
    return float(np.prod([top * abs(one) for one in w]))


def parameters(sizes):
    total = 0
    for before, after in zip(sizes, sizes[1:]):
        total += before * after + after
    return total


def widest(inputs, outputs, depth, budget):
    n = 1
    while parameters([inputs] + [n] * depth + [outputs]) <= budget:
        n = n + 1
    return n
