"""A net of one hidden layer, its gradients and its training: do the hidden units ever part?

a_i = sum over j of W_ij x_j,   h_i = tanh(a_i),   y = sum over i of v_i h_i,   E = mean of (y - t)^2
"""

import numpy as np


def signals(x, W):
    """What each hidden unit receives: (N, n)."""
    return x @ W.T


def output(x, W, v):
    """y for each of the N inputs: (N,)."""
    return np.tanh(signals(x, W)) @ v


def loss(x, t, W, v):
    """The mean squared error over the N inputs."""
    return np.mean((output(x, W, v) - t) ** 2)


def gradients(x, t, W, v):
    """dE/dW, (n, p), and dE/dv, (n,): only its own v_i and h_i tell unit i from the others."""
    h = np.tanh(signals(x, W))  # (N, n)
    error = 2 * (h @ v - t) / len(t)  # dE/dy, (N,)
    delta = error[:, None] * v * (1 - h**2)  # dE/da, (N, n)
    return delta.T @ x, error @ h


def train(x, t, W, v, rate, steps):
    """W and v after some steps of gradient descent on all N inputs."""
    for _ in range(steps):
        dW, dv = gradients(x, t, W, v)
        W, v = W - rate * dW, v - rate * dv
    return W, v


def spread(W):
    """How far apart two units are at most, in any one of their weights."""
    return np.ptp(W, axis=0).max()
