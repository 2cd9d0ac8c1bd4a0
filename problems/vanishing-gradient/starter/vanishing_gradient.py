"""A deep network's gradients, by backpropagation, and how the first layer's shrinks with depth.

a_0 = x,   a_l = f(a_{l-1} W_l + b_l) for l < L,   y = a_{L-1} W_L + b_L,   E = mean over n of |y_n - t_n|^2 / 2

Everywhere `x` is the batch, (N, d_0), and `t` are its targets, (N, d_L); `W` is the list of the L matrices W_l,
(d_{l-1}, d_l), and `b` that of the L biases b_l, (d_l,); `f` is "sigmoid", "tanh" or "relu".
"""

import torch


def forward(x, W, b, f):
    """Returns the output y of the network, (N, d_L)."""
    raise NotImplementedError


def gradients(x, t, W, b, f):
    """Returns the list [dE/dW_1, ..., dE/dW_L]; each is a tensor of the shape of its W_l."""
    raise NotImplementedError


def norms(G):
    """Returns the Frobenius norm of each matrix of the list G, in its order, (len(G),)."""
    raise NotImplementedError


def first_layer_norms(x, t, W, b, f):
    """Returns the norms of dE/dW_1 of the networks with 1, 2, ..., L - 1 hidden layers, (L - 1,).

    The network with k hidden layers has the layers 1, ..., k and the output layer L of the given one; the layers
    2, ..., L - 1 are square.
    """
    raise NotImplementedError


def decay(r):
    """Returns the factor q, one number, by which the norms r, (K,), change from one depth to the next on average.

    That is the q with r[K - 1] = r[0] q^(K - 1); K is at least 2.
    """
    raise NotImplementedError
