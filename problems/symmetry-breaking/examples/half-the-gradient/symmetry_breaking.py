import numpy as np


def signals(x, W):
    return x @ W.T


def output(x, W, v):
    return np.tanh(signals(x, W)) @ v


def gradients(x, t, W, v):
    h = np.tanh(signals(x, W))
    error = h @ v - t
    dv = np.mean(error[:, None] * h, axis=0)
    dW = ((error[:, None] * v * (1 - h * h)).T @ x) / x.shape[0]
    return dW, dv


def train(x, t, W, v, rate, steps):
    for step in range(steps):
        dW, dv = gradients(x, t, W, v)
        W = W - rate * dW
        v = v - rate * dv
    return W, v


def spread(W):
    return np.max(W.max(axis=0) - W.min(axis=0))
