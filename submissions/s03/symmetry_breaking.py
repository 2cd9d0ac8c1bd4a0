import numpy as np


def signals(x, W):
    a = []
    for row in W:
        a.append((x * row).sum(axis=1))
    return np.array(a).T


def output(x, W, v):
    return (np.tanh(signals(x, W)) * v).sum(axis=1)


def gradients(x, t, W, v):
    h = np.tanh(signals(x, W))
    y = output(x, W, v)
    n = len(x)
    dW = np.zeros_like(W)
    dv = np.zeros_like(v)
    for k in range(n):
        e = (y[k] - t[k]) / n
        dv += e * h[k]
        dW += np.outer(e * v * (1 - h[k] ** 2), x[k])
    return dW, dv


def train(x, t, W, v, rate, steps):
    for _ in range(steps):
        dW, dv = gradients(x, t, W, v)
        W = W - rate * dW
        v = v - rate * dv
    return W, v


def spread(W):
    return max(abs(W[i] - W[k]).max() for i in range(len(W)) for k in range(len(W)))
