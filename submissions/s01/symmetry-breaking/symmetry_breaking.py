"""Question 2: do equal units ever part?"""

import numpy as np


def signals(x, W):
    return np.dot(x, W.T)


def output(x, W, v):
    return np.dot(np.tanh(signals(x, W)), v)


def gradients(x, t, W, v):
    N = x.shape[0]
    hidden = np.tanh(signals(x, W))
    dE_dy = 2.0 / N * (np.dot(hidden, v) - t)
    dE_dh = dE_dy[:, np.newaxis] * v[np.newaxis, :]
    dE_da = dE_dh * (1.0 - np.square(hidden))
    return np.dot(dE_da.T, x), np.dot(hidden.T, dE_dy)


def train(x, t, W, v, rate, steps):
    W, v = W.copy(), v.copy()
    for _ in range(steps):
        grad_W, grad_v = gradients(x, t, W, v)
        W -= rate * grad_W
        v -= rate * grad_v
    return W, v


def spread(W):
    return float((W.max(axis=0) - W.min(axis=0)).max())
