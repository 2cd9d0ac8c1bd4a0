"""Backpropagation through a convolution layer; one kernel for each layer, N images at a time.

x_ij = sum_mn w_mn o_{i+m,j+n} + b,   o = tanh(x) enters the next layer
"""

import numpy as np


def forward(o, w, b):
    """Returns x, (N, H - k1 + 1, W - k2 + 1).

    Args:
        o: the images that enter the layer, (N, H, W).
        w: the kernel, (k1, k2).
        b: the bias, a number.
    """
    raise NotImplementedError


def weight_gradient(o, delta):
    """Returns dE/dw, (k1, k2), where delta is dE/dx, (N, H - k1 + 1, W - k2 + 1)."""
    raise NotImplementedError


def bias_gradient(delta):
    """Returns dE/db, a number, where delta is dE/dx."""
    raise NotImplementedError


def previous_delta(delta, w, x):
    """Returns dE/dx of a layer, (N, H, W), from the delta of the next one.

    Args:
        delta: dE/dx of the next layer, (N, H - k1 + 1, W - k2 + 1).
        w: the kernel of the next layer, (k1, k2).
        x: this layer's x, before the tanh, (N, H, W).
    """
    raise NotImplementedError


def gradients(o, t, w1, b1, w2, b2):
    """Returns the gradients of the error of two layers.

    Returns:
        A dict: "dw1" and "dw2", of the shapes of w1 and w2, and the numbers "db1" and "db2".
    """
    raise NotImplementedError
