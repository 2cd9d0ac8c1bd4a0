import math

import numpy as np


def sigma(v):
    if v >= 0:
        return 1.0 / (1.0 + math.exp(-v))
    return math.exp(v) / (1.0 + math.exp(v))


def slope_of(v, f):
    if f == "sigmoid":
        return sigma(v) * (1.0 - sigma(v))
    if f == "tanh":
        return 1.0 - math.tanh(v) ** 2
    return 1.0 if v > 0 else 0.0


def value_of(v, f):
    if f == "sigmoid":
        return sigma(v)
    if f == "tanh":
        return math.tanh(v)
    return max(v, 0.0)


def map_over(z, f):
    result = [slope_of(v, f) for v in z.reshape(-1).tolist()]
    return np.array(result).reshape(z.shape)


def sigmoid_slope(z):
    return map_over(z, "sigmoid")


def tanh_slope(z):
    return map_over(z, "tanh")


def relu_slope(z):
    return map_over(z, "relu")


def chain_slopes(a0, w, b, f):
    n, N = len(w), len(a0)
    result = np.zeros((n, N))
    for j in range(N):
        a = float(a0[j])
        product = 1.0
        for k in range(n):
            z = float(w[k]) * a + float(b[k])
            product *= float(w[k]) * slope_of(z, f)
            result[k, j] = product
            a = value_of(z, f)
    return result


def bound(w, f):
    product = 1.0
    for v in w.tolist():
        product *= abs(v)
        if f == "sigmoid":
            product /= 4
    return product


def parameters(sizes):
    total = 0
    for k in range(len(sizes) - 1):
        for _ in range(sizes[k + 1]):
            total += sizes[k] + 1
    return total


def widest(inputs, outputs, depth, budget):
    n = 0
    cost = 0
    while cost <= budget:
        n += 1
        cost = (inputs + 1) * n + (depth - 1) * (n + 1) * n + (n + 1) * outputs
    return n - 1
