import numpy as np


def show(name, value):
    print(name, np.shape(value), value)


def sigmoid_slope(z):
    s = np.exp(-z) / (1 + np.exp(-z)) ** 2
    show("sigmoid", s)
    return s


def tanh_slope(z):
    up, down = np.exp(z), np.exp(-z)
    return 1 - (up - down) ** 2 / (up + down) ** 2


def relu_slope(z):
    return np.maximum(z, 0)


def chain_slopes(a0, w, b, f):
    slope = {"sigmoid": sigmoid_slope, "tanh": tanh_slope, "relu": relu_slope}[f]
    a = a0
    factors = []
    for i in range(len(w)):
        z = w[i] * a + b[i]
        factors.append(slope(z) * w[i])
        if f == "sigmoid":
            a = 1 / (1 + np.exp(-z))
        elif f == "tanh":
            a = np.tanh(z)
        else:
            a = np.maximum(z, 0)
    show("factors", factors)
    return np.cumprod(np.array(factors), axis=0)


def bound(w, f):
    m = 0.25 if f == "sigmoid" else 1
    return m ** len(w) * abs(np.prod(w))


def parameters(sizes):
    n = 0
    for i in range(len(sizes) - 1):
        n += sizes[i] * sizes[i + 1] + sizes[i + 1]
    return n


def widest(inputs, outputs, depth, budget):
    n = 1
    while parameters([inputs] + [n] * depth + [outputs]) <= budget:
        n += 1
    show("width", n)
    return n - 1
