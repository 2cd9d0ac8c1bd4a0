import math

import numpy as np


def signals(x, W):
    a = np.zeros((len(x), len(W)))
    for s in range(len(x)):
        for i in range(len(W)):
            for j in range(W.shape[1]):
                a[s, i] += W[i, j] * x[s, j]
    return a


def output(x, W, v):
    a = signals(x, W)
    return np.array([sum(v[i] * math.tanh(row[i]) for i in range(len(v))) for row in a])


def gradients(x, t, W, v):
    a, y = signals(x, W), output(x, W, v)
    dW, dv = np.zeros(W.shape), np.zeros(v.shape)
    for s in range(len(x)):
        miss = y[s] - t[s]
        for i in range(len(v)):
            dv[i] += 2 / len(x) * miss * math.tanh(a[s, i])
            for j in range(W.shape[1]):
                dW[i, j] += 2 / len(x) * miss * v[i] / math.cosh(a[s, i]) ** 2 * x[s, j]
    return dW, dv


def train(x, t, W, v, rate, steps):
    if steps == 0:
        return W, v
    dW, dv = gradients(x, t, W, v)
    return train(x, t, W - rate * dW, v - rate * dv, rate, steps - 1)


def spread(W):
    largest = 0.0
    for one in W:
        for other in W:
            for p, q in zip(one, other):
                largest = max(largest, abs(p - q))
    return largest
