"""Backpropagation through a convolution layer, index by index; one kernel for each layer, N images at a time.

x_ij = sum_mn w_mn o_{i+m,j+n} + b,   o = tanh(x) enters the next layer,   E = 1/(2N) sum (x - t)^2
"""

import numpy as np


def windows(o, size):
    """Every window of `size` in the images o (N, H, W): (N, H - k1 + 1, W - k2 + 1, k1, k2)."""
    return np.lib.stride_tricks.sliding_window_view(o, size, axis=(1, 2))


def slide(o, w):
    """The kernel slid over every image as it is."""
    return np.einsum("nijpq,pq->nij", windows(o, w.shape), w)


def forward(o, w, b):
    """x, with the same bias at every position."""
    return slide(o, w) + b


def weight_gradient(o, delta):
    """dE/dw: each weight meets the image through a window of delta's size."""
    return np.einsum("nmkij,nij->mk", windows(o, delta.shape[1:]), delta)


def bias_gradient(delta):
    """dE/db: the bias is in every x once."""
    return delta.sum()


def image_gradient(delta, w):
    """dE/do: delta, with zeros around it, under the rotated kernel."""
    k1, k2 = w.shape
    around = np.pad(delta, ((0, 0), (k1 - 1, k1 - 1), (k2 - 1, k2 - 1)))
    return slide(around, w[::-1, ::-1])  # (N, H, W)


def previous_delta(delta, w, x):
    """dE/dx of the layer before: back through the kernel, then through tanh."""
    return image_gradient(delta, w) * (1 - np.tanh(x) ** 2)


def next_layer(x, w, b):
    """What the next layer makes of x; `previous_delta` is its backward pass."""
    return forward(np.tanh(x), w, b)


def error(o, t, w1, b1, w2, b2):
    """The error of two layers."""
    x2 = next_layer(forward(o, w1, b1), w2, b2)
    return ((x2 - t) ** 2).sum() / (2 * len(t))


def gradients(o, t, w1, b1, w2, b2):
    """dE/dw and dE/db of both layers."""
    x1 = forward(o, w1, b1)
    o1 = np.tanh(x1)
    delta2 = (forward(o1, w2, b2) - t) / len(t)
    delta1 = previous_delta(delta2, w2, x1)
    return {
        "dw1": weight_gradient(o, delta1),
        "db1": bias_gradient(delta1),
        "dw2": weight_gradient(o1, delta2),
        "db2": bias_gradient(delta2),
    }
