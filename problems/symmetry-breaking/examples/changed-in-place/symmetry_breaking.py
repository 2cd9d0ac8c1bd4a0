import numpy as np


def signals(x, W):
    return x @ W.T


def output(x, W, v):
    return np.tanh(signals(x, W)) @ v


def gradients(x, t, W, v):
    h = np.tanh(signals(x, W))
    dy = 2 * (h @ v - t) / len(t)
    dv = h.T @ dy
    da = np.outer(dy, v) * (1 - h ** 2)
    return da.T @ x, dv


def train(x, t, W, v, rate, steps):
    for step in range(steps):
        dW, dv = gradients(x, t, W, v)
        W -= rate * dW
        v -= rate * dv
    return W, v


def spread(W):
    return np.max(W.max(axis=0) - W.min(axis=0))
