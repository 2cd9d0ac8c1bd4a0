import itertools

import numpy as np


def shifts(w):
    """All (m, n) of the kernel."""
    return itertools.product(range(w.shape[0]), range(w.shape[1]))


def cut(o, m, n, like):
    return o[:, m : m + like[0], n : n + like[1]]


def forward(o, w, b):
    size = np.subtract(o.shape[1:], w.shape) + 1
    return b + sum(w[m, n] * cut(o, m, n, size) for m, n in shifts(w))


def weight_gradient(o, delta):
    k1, k2 = np.subtract(o.shape[1:], delta.shape[1:]) + 1
    rows = [[np.einsum("nij,nij->", delta, cut(o, m, n, delta.shape[1:])) for n in range(k2)] for m in range(k1)]
    return np.array(rows)


def bias_gradient(delta):
    return np.einsum("nij->", delta)


def previous_delta(delta, w, x):
    H, W = x.shape[1:]

    def moved(m, n):
        return np.pad(delta, ((0, 0), (m, H - delta.shape[1] - m), (n, W - delta.shape[2] - n)))

    return sum(w[m, n] * moved(m, n) for m, n in shifts(w)) / np.cosh(x) ** 2


def gradients(o, t, w1, b1, w2, b2):
    x1 = forward(o, w1, b1)
    o1 = np.tanh(x1)
    d2 = (forward(o1, w2, b2) - t) / t.shape[0]
    d1 = previous_delta(d2, w2, x1)
    return dict(
        dw1=weight_gradient(o, d1), db1=bias_gradient(d1), dw2=weight_gradient(o1, d2), db2=bias_gradient(d2)
    )
