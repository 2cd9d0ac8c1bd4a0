import numpy as np


def sigmoid_slope(z):
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)


def tanh_slope(z):
    s = np.tanh(z)
    return s * (1 - s)


def relu_slope(z):
    d = np.zeros(z.shape)
    d[z < 0] = 1
    return d


def chain_slopes(a0, w, b, f):
    a = a0
    d = np.ones(a0.shape)
    out = np.zeros((len(w), len(a0)))
    for k, (weight, bias) in enumerate(zip(w, b)):
        z = weight * a + bias
        if f == "sigmoid":
            d = d * sigmoid_slope(z)
            a = 1 / (1 + np.exp(-z))
        elif f == "tanh":
            d = d * tanh_slope(z)
            a = np.tanh(z)
        else:
            d = d * relu_slope(z)
            a = np.maximum(0, z)
        out[k] = d
    return out


def bound(w, f):
    product = np.prod(np.abs(w))
    return product / 4 if f == "sigmoid" else product


def parameters(sizes):
    weights = sum(sizes[i] * sizes[i + 1] for i in range(len(sizes) - 1))
    biases = sum(sizes)
    return weights + biases


def widest(inputs, outputs, depth, budget):
    n = 1
    while parameters([inputs] + [n + 1] * depth + [outputs]) <= budget:
        n += 1
    return n
