"""A small ReLU network by hand: forward pass, mean squared error, backward pass.

`weights` and `biases` are lists of equal length L, one entry for each layer: W_l has shape
(inputs, outputs) and b_l has shape (outputs,). The L - 1 hidden layers have a ReLU, the last has none.
"""

import torch


def hidden_activations(x, weights, biases):
    """Returns the list of the L - 1 hidden layers' outputs, after the ReLU.

    Args:
        x: the inputs, one sample in each row, (N, n_0).
    """
    raise NotImplementedError


def forward(x, weights, biases):
    """Returns the network's output, (N, n_L)."""
    raise NotImplementedError


def mse(y, t):
    """Returns the mean over all elements of the squared difference of y and t, both (N, n_L)."""
    raise NotImplementedError


def gradients(x, t, weights, biases):
    """Returns the gradients of mse(forward(x, weights, biases), t), written by hand.

    Returns:
        A dict with the keys "dW1", "db1", ..., "dWL", "dbL"; each entry has the shape of its parameter.
    """
    raise NotImplementedError
