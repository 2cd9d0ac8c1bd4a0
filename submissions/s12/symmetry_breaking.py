import numpy as np


def signals(x, W):
    return np.inner(x, W)


def output(x, W, v):
    return np.inner(np.tanh(np.inner(x, W)), v)


def grad_v(x, t, W, v):
    return 2 * np.mean((output(x, W, v) - t)[:, None] * np.tanh(signals(x, W)), axis=0)


def grad_W(x, t, W, v):
    back = (output(x, W, v) - t)[:, None] * v * (1 - np.tanh(signals(x, W)) ** 2)
    return 2 * np.mean(back[:, :, None] * x[:, None, :], axis=0)


def gradients(x, t, W, v):
    return grad_W(x, t, W, v), grad_v(x, t, W, v)


def train(x, t, W, v, rate, steps):
    for _ in range(steps):
        v = v - rate * grad_v(x, t, W, v)
        W = W - rate * grad_W(x, t, W, v)
    return W, v


def spread(W):
    return np.max(np.ptp(W, axis=0))
