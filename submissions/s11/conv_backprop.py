import math

import numpy as np


def forward(o, w, b):
    N, H, W = o.shape
    k1, k2 = w.shape
    x = np.zeros((N, H - k1 + 1, W - k2 + 1))
    for a in range(N):
        for i in range(H - k1 + 1):
            for j in range(W - k2 + 1):
                total = b
                for m in range(k1):
                    for n in range(k2):
                        total += w[m, n] * o[a, i + m, j + n]
                x[a, i, j] = total
    return x


def weight_gradient(o, delta):
    N, rows, columns = delta.shape
    k1 = o.shape[1] - rows + 1
    k2 = o.shape[2] - columns + 1
    dw = np.zeros((k1, k2))
    for m in range(k1):
        for n in range(k2):
            for a in range(N):
                for i in range(rows):
                    for j in range(columns):
                        dw[m, n] += delta[a, i, j] * o[a, i + m, j + n]
    return dw


def bias_gradient(delta):
    total = 0.0
    for value in delta.flat:
        total += float(value)
    return total


def previous_delta(delta, w, x):
    N, rows, columns = delta.shape
    k1, k2 = w.shape
    result = np.zeros(x.shape)
    for a in range(N):
        for i in range(x.shape[1]):
            for j in range(x.shape[2]):
                total = 0.0
                for m in range(k1):
                    for n in range(k2):
                        if 0 <= i - m < rows and 0 <= j - n < columns:
                            total += delta[a, i - m, j - n] * w[m, n]
                result[a, i, j] = total * (1 - math.tanh(x[a, i, j]) ** 2)
    return result


def gradients(o, t, w1, b1, w2, b2):
    x1 = forward(o, w1, b1)
    o1 = np.tanh(x1)
    x2 = forward(o1, w2, b2)
    delta2 = (x2 - t) / len(t)
    delta1 = previous_delta(delta2, w2, x1)
    result = {}
    result["dw2"] = weight_gradient(o1, delta2)
    result["db2"] = bias_gradient(delta2)
    result["dw1"] = weight_gradient(o, delta1)
    result["db1"] = bias_gradient(delta1)
    return result
