"""ReLU and leaky ReLU, their derivatives and backward passes, and the ReLU units that a layer has lost.

f(x) = x for x > 0, m x for x <= 0, with 0 <= m < 1; m = 0 is the ReLU.
"""

import torch


def relu(x):
    """Returns the ReLU of every element of x, in the shape of x."""
    raise NotImplementedError


def leaky_relu(x, m):
    """Returns the leaky ReLU of every element of x; the number m is the slope on the left."""
    raise NotImplementedError


def relu_derivative(x):
    """Returns the derivative of the ReLU at every element of x; at 0 that of the left side."""
    raise NotImplementedError


def leaky_relu_derivative(x, m):
    """Returns the derivative of the leaky ReLU at every element of x; at 0 that of the left side."""
    raise NotImplementedError


def leaky_relu_backward(dY, x, m):
    """Returns dL/dx for Y = leaky_relu(x, m), where dY is dL/dY; all three have the shape of x."""
    raise NotImplementedError


def layer_gradients(X, W, b, dY, m):
    """Returns the gradients of the layer Y = leaky_relu(X @ W + b, m), where dY is dL/dY.

    Args:
        X: the inputs, one sample in each row, (N, D).
        W: the weights, (D, H).
        b: the biases, (H,).
        dY: the upstream gradient, (N, H).

    Returns:
        A dict: "dW", of the shape of W, and "db", of the shape of b.
    """
    raise NotImplementedError


def dead_units(X, W, b):
    """Returns (H,) booleans: True where the ReLU unit has X @ W + b <= 0 on every sample."""
    raise NotImplementedError
