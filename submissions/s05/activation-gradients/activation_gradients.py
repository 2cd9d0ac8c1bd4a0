import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_slope(z):
    s = sigmoid(z)
    return s * (1 - s)


def tanh_slope(z):
    return 1 - np.tanh(z) ** 2


def relu_slope(z):
    return np.where(z > 0, 1.0, 0.0)


def chain_slopes(a0, w, b, f):
    if f == "sigmoid":
        act, slope = sigmoid, sigmoid_slope
    elif f == "tanh":
        act, slope = np.tanh, tanh_slope
    else:
        act, slope = lambda z: np.maximum(z, 0), relu_slope
    result = np.zeros((len(w), len(a0)))
    a = a0
    d = 0.0
    for i in range(len(w)):
        z = a * w[i] + b[i]
        d = d + slope(z) * w[i]
        result[i] = d
        a = act(z)
    return result


def bound(w, f):
    largest = {"sigmoid": 1 / 4, "tanh": 1, "relu": 1}
    return np.prod(np.abs(w)) * largest[f] ** len(w)


def parameters(sizes):
    count = 0
    for i in range(1, len(sizes)):
        count += sizes[i - 1] * sizes[i]
        count += 1
    return count


def widest(inputs, outputs, depth, budget):
    n = 1
    while True:
        if parameters([inputs] + [n] * depth + [outputs]) > budget:
            return n - 1
        n += 1
