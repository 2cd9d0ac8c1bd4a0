import torch


def relu(x):
    """max(x, 0), element by element."""
    raise NotImplementedError


def forward(X, W1, b1, W2, b2):
    """Two layers, a ReLU between them."""
    raise NotImplementedError


def mse(y, t):
    """The mean squared error."""
    raise NotImplementedError
