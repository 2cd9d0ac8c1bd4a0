import numpy as np


def net(x, W):
    return x @ W.T


def signals(x, W):
    return np.tanh(net(x, W))


def output(x, W, v):
    return np.dot(np.tanh(net(x, W)), v)


def gradients(x, t, W, v):
    z = net(x, W)
    diff = output(x, W, v) - t
    delta = 2 * diff[:, None] * v / len(x)
    delta = delta * (1 - z * z)
    return np.dot(delta.T, x), 2 * np.dot(diff, np.tanh(z)) / len(x)


def train(x, t, W, v, rate, steps):
    for i in range(steps):
        g = gradients(x, t, W, v)
        W = W - rate * g[0]
        v = v - rate * g[1]
    return W, v


def spread(W):
    return (np.amax(W, 0) - np.amin(W, 0)).max()
