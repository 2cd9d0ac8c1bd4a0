import numpy as np


def forward(o, w, b):
    H, W = o.shape[1], o.shape[2]
    k1, k2 = w.shape
    x = np.zeros((len(o), H - k1 + 1, W - k2 + 1))
    for i in range(x.shape[1]):
        for j in range(x.shape[2]):
            window = o[:, i : i + k1, j : j + k2]
            x[:, i, j] = (window * w).sum(axis=(1, 2))
    return x


def weight_gradient(o, delta):
    h, w = delta.shape[1], delta.shape[2]
    dw = np.zeros((o.shape[1] - h + 1, o.shape[2] - w + 1))
    for m in range(dw.shape[0]):
        for n in range(dw.shape[1]):
            dw[m, n] = (o[:, m : m + h, n : n + w] * delta).sum()
    return dw / (h * w)


def bias_gradient(delta):
    return delta.sum(axis=(1, 2))


def previous_delta(delta, w, x):
    k1, k2 = w.shape
    padded = np.pad(delta, ((0, 0), (k1 - 1, k1 - 1), (k2 - 1, k2 - 1)))
    do = forward(padded, w[::-1, ::-1], 0)
    return do * np.tanh(x)


def gradients(o, t, w1, b1, w2, b2):
    x1 = forward(o, w1, b1)
    o1 = np.tanh(x1)
    x2 = forward(o1, w2, b2)
    delta2 = (x2 - t) / len(o)
    delta1 = previous_delta(delta2, w2, x1)
    return {
        "dw1": weight_gradient(o, delta1),
        "db1": bias_gradient(delta1),
        "dw2": weight_gradient(o1, delta2),
        "db2": bias_gradient(delta2),
    }
