import numpy as np


def signals(x, W):
    a = np.zeros((x.shape[0], W.shape[0]))
    for i in range(W.shape[0]):
        a[:, i] = np.sum(W[i] * x, axis=1)
    return a


def output(x, W, v):
    return np.tanh(signals(x, W)) @ v


def gradients(x, t, W, v):
    h = np.tanh(signals(x, W))
    dy = 2 * (h @ v - t) / x.shape[0]
    dv = h.T @ dy
    dW = np.zeros(W.shape)
    for i in range(W.shape[0]):
        dW[i] = (dy * v[i] * (1 - h[:, i] ** 2)) @ x
    return dW, dv


def train(x, t, W, v, rate, steps):
    for _ in range(steps):
        dW, dv = gradients(x, t, W, v)
        W, v = W - rate * dW, v - rate * dv
    return W, v


def spread(W):
    return np.max(np.max(W, axis=0) - np.min(W, axis=0))
