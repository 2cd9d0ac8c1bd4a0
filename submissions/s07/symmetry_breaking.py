import numpy as np


def signals(x, W):
    return x @ W.T


def output(x, W, v):
    return np.tanh(x @ W.T) @ v


def gradients(x, t, W, v):
    # TODO
    raise NotImplementedError


def train(x, t, W, v, rate, steps):
    # TODO after gradients
    raise NotImplementedError


def spread(W):
    return np.max(np.max(W, axis=0) - np.min(W, axis=0))
