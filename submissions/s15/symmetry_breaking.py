import numpy as np


def signals(x, W):
    out = np.zeros((x.shape[0], W.shape[0]))
    for j in range(W.shape[1]):
        out += x[:, j : j + 1] * W[:, j]
    return out


def output(x, W, v):
    out = signals(x, W)
    out = np.tanh(out)
    return out.dot(v)


def gradients(x, t, W, v):
    h = np.tanh(signals(x, W))
    grad = h.dot(v) - t
    grad *= 2 / t.shape[0]
    dv = grad.dot(h)
    grad = grad[:, None] * v
    grad *= 1 - h**2
    return grad.T.dot(x), dv


def train(x, t, W, v, rate, steps):
    for i in range(steps):
        dW, dv = gradients(x, t, W, v)
        W -= rate * dW
        v -= rate * dv
    return W, v


def spread(W):
    largest = W[0].copy()
    smallest = W[0].copy()
    for row in W:
        largest[row > largest] = row[row > largest]
        smallest[row < smallest] = row[row < smallest]
    return (largest - smallest).max()
