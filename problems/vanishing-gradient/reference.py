"""A deep network's gradients, by backpropagation, and how the first layer's shrinks with depth.

a_0 = x,   a_l = f(a_{l-1} W_l + b_l) for l < L,   y = a_{L-1} W_L + b_L,   E = mean over n of |y_n - t_n|^2 / 2
"""

import torch


def activate(z, f):
    """f(z), for f by its name."""
    return {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}[f](z)


def slope(a, f):
    """f'(z), from a = f(z)."""
    if f == "sigmoid":
        return a * (1 - a)
    if f == "tanh":
        return 1 - a**2
    return (a > 0).to(a.dtype)


def affine(a, w, c):
    """What a layer makes of its inputs before the activation."""
    return a @ w + c


def inputs(x, W, b, f):
    """a_0, ..., a_{L-1}: what enters each of the L layers."""
    a = [x]
    for w, c in zip(W[:-1], b[:-1], strict=True):
        a.append(activate(affine(a[-1], w, c), f))  # (N, d_l)
    return a


def forward(x, W, b, f):
    """The output, (N, d_L); its layer has no activation."""
    return affine(inputs(x, W, b, f)[-1], W[-1], b[-1])


def error(x, t, W, b, f):
    """Half the squared distance from the target, averaged over the samples."""
    return ((forward(x, W, b, f) - t) ** 2).sum() / (2 * len(x))


def output_delta(y, t):
    """dE/dy."""
    return (y - t) / len(y)  # (N, d_L)


def gradients(x, t, W, b, f):
    """dE/dW_1, ..., dE/dW_L: delta_l = dE/dz_l goes back from layer to layer."""
    a = inputs(x, W, b, f)
    delta = output_delta(forward(x, W, b, f), t)
    found = [a[-1].T @ delta]
    for k in range(len(W) - 1, 0, -1):
        delta = (delta @ W[k].T) * slope(a[k], f)  # (N, d_k)
        found.append(a[k - 1].T @ delta)
    return found[::-1]


def norms(G):
    """The root of the sum of the squares of each matrix."""
    return torch.stack([torch.sqrt((g**2).sum()) for g in G])


def first_layer_norms(x, t, W, b, f):
    """|dE/dW_1| of the networks with 1, ..., L - 1 hidden layers, each with the same output layer."""
    first = [gradients(x, t, W[:k] + W[-1:], b[:k] + b[-1:], f)[0] for k in range(1, len(W))]
    return norms(first)  # (L - 1,)


def decay(r):
    """The factor that takes r_1 to r_K in K - 1 equal steps."""
    return (r[-1] / r[0]) ** (1 / (len(r) - 1))
