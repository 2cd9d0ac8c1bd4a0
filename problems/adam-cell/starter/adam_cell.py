"""A recurrent cell built like the Adam optimiser: forward pass, gradients through time, and what bounds them.

u_t = W x_t,   v_t = mu v_{t-1} + S u_t,   m_t = beta m_{t-1} + (1 - beta) u_t^2,
h_t = sigmoid(U h_{t-1} + v_t / (sqrt(m_t) + eps))

Everywhere `x` is the sequence, (T, d); `start` is the dict {"h": h_0, "v": v_0, "m": m_0}, each (n,); `cell` is
the dict {"U": (n, n), "W": (n, d), "S": (n, n), "mu": number, "beta": number, "eps": number}.
"""

import torch


def moments(x, start, cell):
    """Returns {"first": ..., "second": ...}: the first and the second moments of all steps, each (T, n)."""
    raise NotImplementedError


def hidden_states(x, start, cell):
    """Returns h_1, ..., h_T, one in each row, (T, n)."""
    raise NotImplementedError


def input_gradients(x, start, cell, dh):
    """Returns the gradient of dh . h_T with respect to x_1, ..., x_T, one in each row, (T, d); dh is (n,)."""
    raise NotImplementedError


def state_jacobian(x, start, cell, i):
    """Returns dh_T/dh_i, (n, n): row r, column c holds the derivative of h_T[r] by h_i[c]; 0 <= i < T."""
    raise NotImplementedError


def jacobian_norms(x, start, cell):
    """Returns the spectral norms of dh_T/dh_i for i = 0, ..., T - 1, in this order, (T,)."""
    raise NotImplementedError


def norm_bound(U, a, k):
    """Returns the least number that bounds the spectral norm of dh_T/dh_{T-k} by a, k and that of U alone.

    Args:
        U: the recurrent weights, (n, n).
        a: the positive number by which the sigmoid is scaled, h_t = a sigmoid(z_t).
        k: how many steps lie between, an integer.
    """
    raise NotImplementedError


def clip_by_norm(gradients, limit):
    """Returns the gradients (a list of tensors) as a new list, scaled so that their common norm is at most limit."""
    raise NotImplementedError
