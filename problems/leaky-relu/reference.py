"""ReLU and leaky ReLU, their derivatives and backward passes, and the ReLU units that a layer has lost.

f(x) = x for x > 0, m x for x <= 0, with 0 <= m < 1; m = 0 is the ReLU.
"""

import torch


def relu(x):
    """max(0, x), element by element."""
    return torch.clamp(x, min=0)


def leaky_relu(x, m):
    """x on the right, m x on the left."""
    return torch.where(x > 0, x, m * x)


def relu_derivative(x):
    """1 for x > 0, else 0."""
    return leaky_relu_derivative(x, 0.0)


def leaky_relu_derivative(x, m):
    """1 for x > 0, else m."""
    return torch.where(x > 0, torch.ones_like(x), torch.full_like(x, m))


def leaky_relu_backward(dY, x, m):
    """dL/dx, where dY is dL/df(x)."""
    return dY * leaky_relu_derivative(x, m)


def layer(X, W, b, m):
    """f(X W + b)."""
    return leaky_relu(X @ W + b, m)  # (N, H)


def layer_gradients(X, W, b, dY, m):
    """dL/dW and dL/db of `layer`, where dY is dL/dY."""
    dZ = leaky_relu_backward(dY, X @ W + b, m)  # (N, H)
    return {"dW": X.T @ dZ, "db": dZ.sum(dim=0)}  # (D, H), (H,)


def dead_units(X, W, b):
    """True for each ReLU unit that is off, and so without gradient, on every sample."""
    return (X @ W + b <= 0).all(dim=0)  # (H,)
