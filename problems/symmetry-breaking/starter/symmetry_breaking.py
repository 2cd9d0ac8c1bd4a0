"""A net of one hidden layer, its gradients and its training, to see whether its hidden units part.

x holds N inputs with p numbers each, (N, p); t their targets, (N,); row i of W, (n, p), belongs to hidden unit i, and so does v[i].
"""

import numpy as np


def signals(x, W):
    """Returns a_i = sum over j of W_ij x_j for each input and each hidden unit, before tanh: (N, n)."""
    raise NotImplementedError


def output(x, W, v):
    """Returns y = sum over i of v_i tanh(a_i) for each input: (N,)."""
    raise NotImplementedError


def gradients(x, t, W, v):
    """Returns the gradients of E, the mean of (y - t)^2 over the inputs: the pair (dE/dW, dE/dv), (n, p) and (n,)."""
    raise NotImplementedError


def train(x, t, W, v, rate, steps):
    """Returns the pair (W, v) after `steps` steps of gradient descent, each on all N inputs; the arguments stay as they are."""
    raise NotImplementedError


def spread(W):
    """Returns how much two rows of W, (n, p), differ at most in any one column; one number."""
    raise NotImplementedError
