import numpy as np


def signals(x, W):
    return x @ W.T


def output(x, W, v):
    y = 0
    a = signals(x, W)
    for i in range(len(v)):
        y = y + v[i] * a[:, i]
    return y


def gradients(x, t, W, v):
    h = np.tanh(signals(x, W))
    r = 2 * ((h * v).sum(1) - t) / len(t)
    dW = np.array([(r * v[i] * (1 - h[:, i] ** 2)) @ x for i in range(len(v))])
    dv = np.array([r @ h[:, i] for i in range(len(v))])
    return dW, dv


def train(x, t, W, v, rate, steps):
    for i in range(steps):
        dW, dv = gradients(x, t, W, v)
        W = W + rate * dW
        v = v + rate * dv
    return W, v


def spread(W):
    return (W.max(0) - W.min(0)).max()
