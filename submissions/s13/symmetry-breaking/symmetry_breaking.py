import numpy as np


def signals(x, W):
    return np.array([[sum(w * u for w, u in zip(row, one)) for row in W] for one in x])


def output(x, W, v):
    return np.array([sum(v * np.tanh(a)) for a in signals(x, W)])


def gradients(x, t, W, v):
    dW, dv = 0 * W, 0 * v
    for one, target, a in zip(x, t, signals(x, W)):
        h = np.tanh(a)
        push = 2 * (sum(v * h) - target) / len(x)
        dv = dv + push * h
        dW = dW + np.outer(push * v * (1 - h) * (1 + h), one)
    return dW, dv


def train(x, t, W, v, rate, steps):
    for _ in range(steps):
        dW, _unused = gradients(x, t, W, v)
        W = W - rate * dW
    return W, v


def spread(W):
    return max(max(column) - min(column) for column in W.T)
