import numpy as np


def forward(o, w, b):
    N, H, W = o.shape
    k1, k2 = w.shape
    x = np.zeros((N, H - k1 + 1, W - k2 + 1))
    for i in range(H - k1 + 1):
        for j in range(W - k2 + 1):
            patch = o[:, i:i + k1, j:j + k2]
            x[:, i, j] = np.sum(patch * w[::-1, ::-1], axis=(1, 2)) + b
    return x


def weight_gradient(o, delta):
    N, H1, W1 = delta.shape
    k1 = o.shape[1] - H1 + 1
    k2 = o.shape[2] - W1 + 1
    dw = np.zeros((k1, k2))
    for m in range(k1):
        for n in range(k2):
            dw[m, n] = np.sum(delta * o[:, m:m + H1, n:n + W1])
    return dw


def bias_gradient(delta):
    return np.sum(delta)


def previous_delta(delta, w, x):
    N, H1, W1 = delta.shape
    k1, k2 = w.shape
    d = np.zeros_like(x)
    for m in range(k1):
        for n in range(k2):
            d[:, m:m + H1, n:n + W1] += w[m, n] * delta
    return d * (1 - np.tanh(x) ** 2)


def gradients(o, t, w1, b1, w2, b2):
    x1 = forward(o, w1, b1)
    o1 = np.tanh(x1)
    x2 = forward(o1, w2, b2)
    delta2 = (x2 - t) / len(t)
    delta1 = previous_delta(delta2, w2, x1)
    return {
        "dw1": weight_gradient(o, delta1),
        "db1": bias_gradient(delta1),
        "dw2": weight_gradient(o1, delta2),
        "db2": bias_gradient(delta2),
    }
