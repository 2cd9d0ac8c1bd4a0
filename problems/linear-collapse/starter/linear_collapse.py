"""A stack of layers without activations, and the one layer that does the same.

Rows are samples: a layer is x @ W + b. W has shape (inputs, outputs), b has shape (outputs,).
"""

import numpy as np


def forward(X, weights, biases, f):
    """Returns the output of a network, (N, outputs).

    Args:
        X: one sample per row, (N, inputs).
        weights: a list of at least one matrix, the layer next to the inputs first.
        biases: a list of as many vectors.
        f: what follows every layer but the last: "identity" (nothing) or "relu".
    """
    raise NotImplementedError


def collapse(weights, biases):
    """Returns (W, b), the one layer equal to all these layers with no activation between them.

    W has shape (inputs of the first layer, outputs of the last), b has shape (outputs of the last,).
    """
    raise NotImplementedError


def gap(X, Y, weights, biases, f):
    """Returns g(x) + g(y) - g(x + y) - g(0) for each row x of X and the same row y of Y, (N, outputs).

    g is the network of `forward`; X and Y have shape (N, inputs), and 0 is a row of zeros.
    """
    raise NotImplementedError
