"""Max and average pooling, forward and backward: square windows of k x k, s apart, none of which leaves the image."""

import numpy as np


def output_size(H, W, k, s):
    """How many windows fit below each other, and beside each other."""
    return (H - k) // s + 1, (W - k) // s + 1


def windows(x, k, s):
    """Every window of x (N, C, H, W), its elements in reading order: (N, C, H', W', k * k)."""
    found = np.lib.stride_tricks.sliding_window_view(x, (k, k), axis=(2, 3))[:, :, ::s, ::s]
    return found.reshape(*found.shape[:4], k * k)


def max_pool(x, k, s):
    """The largest element of every window."""
    return windows(x, k, s).max(axis=-1)


def average_pool(x, k, s):
    """The mean of every window."""
    return windows(x, k, s).mean(axis=-1)


def max_pool_backward(dY, x, k, s):
    """Each dY goes to the first largest element of its window; where windows overlap, contributions add up."""
    dx = np.zeros(x.shape)
    n, c, i, j = np.indices(dY.shape)
    place = windows(x, k, s).argmax(axis=-1)  # (N, C, H', W'), in reading order
    np.add.at(dx, (n, c, i * s + place // k, j * s + place % k), dY)
    return dx


def average_pool_backward(dY, x, k, s):
    """Each dY is shared out equally among the elements of its window."""
    dx = np.zeros(x.shape)
    h, w = dY.shape[2:]
    for p, q in np.ndindex(k, k):
        dx[:, :, p : p + s * h : s, q : q + s * w : s] += dY / k**2
    return dx


def shift_example():
    """All ones: the zeros that come in at the left lower averages, but no maximum."""
    return np.ones((4, 6))
