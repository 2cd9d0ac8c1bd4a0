import numpy as np


def sigmoid_slope(z):
    out = 1 / (1 + np.exp(-z))
    return out * (1 - out)


def tanh_slope(z):
    return 1 - np.tanh(z)


def relu_slope(z):
    d = np.zeros(z.shape)
    d[z > 0] = 1
    return d


def chain_slopes(a0, w, b, f):
    result = []
    for i in range(len(w)):
        z = w[i] * a0 + b[i]
        if f == "sigmoid":
            result.append(w[i] * sigmoid_slope(z))
            a0 = 1 / (1 + np.exp(-z))
        if f == "tanh":
            result.append(w[i] * tanh_slope(z))
            a0 = np.tanh(z)
        if f == "relu":
            result.append(w[i] * relu_slope(z))
            a0 = z.clip(min=0)
    return np.array(result)


def bound(w, f):
    m = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}[f]
    return np.abs((m * w).prod())


def parameters(sizes):
    total = 0
    previous = sizes[0]
    for size in sizes[1:]:
        total += (previous + 1) * size
        previous = size
    return total


def widest(inputs, outputs, depth, budget):
    units = (budget - outputs) // (inputs + 1 + outputs)
    return units // depth
