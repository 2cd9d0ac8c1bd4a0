"""A small ReLU network by hand: forward pass, mean squared error, backward pass.

a_0 = x,   a_l = relu(a_{l-1} W_l + b_l),   y = a_{L-1} W_L + b_L,   E = mean((y - t)^2)
"""

import torch


def affine(a, W, b):
    """A layer before its activation."""
    return a @ W + b  # (N, n_l)


def relu(z):
    """max(0, z), element by element."""
    return torch.relu(z)


def hidden_activations(x, weights, biases):
    """The hidden layers' outputs a_1, ..., a_{L-1}, after the ReLU."""
    activations = []
    for layer, W in enumerate(weights[:-1]):
        x = relu(affine(x, W, biases[layer]))
        activations.append(x)
    return activations


def forward(x, weights, biases):
    """The network's output; the last layer is affine."""
    inputs = [x, *hidden_activations(x, weights, biases)]
    return affine(inputs[-1], weights[-1], biases[-1])  # (N, n_L)


def mse(y, t):
    """The squared error, averaged over all elements."""
    return ((y - t) ** 2).mean()


def gradients(x, t, weights, biases):
    """dE/dW_l and dE/db_l of every layer, as `{"dW1": ..., "db1": ..., "dW2": ...}`."""
    inputs = [x, *hidden_activations(x, weights, biases)]  # inputs[l] enters layer l + 1
    y = affine(inputs[-1], weights[-1], biases[-1])
    delta = 2 * (y - t) / y.numel()  # dE/dy: (N, n_L)
    result = {}
    for layer in range(len(weights), 0, -1):
        result[f"dW{layer}"] = inputs[layer - 1].T @ delta  # (n_{l-1}, n_l)
        result[f"db{layer}"] = delta.sum(dim=0)  # (n_l,)
        delta = delta @ weights[layer - 1].T * (inputs[layer - 1] > 0)  # (N, n_{l-1})
    return result
