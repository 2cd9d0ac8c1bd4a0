"""Slopes of three activations, their products along a chain of layers, and what depth costs in parameters.

A chain has one unit in each layer: a_k = f(w_k a_{k-1} + b_k), k = 1, ..., n, with f "sigmoid", "tanh" or "relu".
"""

import numpy as np


def sigmoid_slope(z):
    """Returns the derivative of the sigmoid at each element of z, an array of any shape; none is NaN."""
    raise NotImplementedError


def tanh_slope(z):
    """Returns the derivative of tanh at each element of z, an array of any shape; none is NaN."""
    raise NotImplementedError


def relu_slope(z):
    """Returns the derivative of the ReLU at each element of z, an array of any shape; that at 0 is 0."""
    raise NotImplementedError


def chain_slopes(a0, w, b, f):
    """Returns da_1/da_0, ..., da_n/da_0 of a chain, for N inputs at once: row k - 1 holds da_k/da_0, (n, N).

    Args:
        a0: the inputs, (N,); each runs through the chain on its own.
        w: the weights of the n layers, (n,).
        b: their biases, (n,).
        f: the name of the activation.
    """
    raise NotImplementedError


def bound(w, f):
    """Returns the largest number that |da_n/da_0| can be, whatever a_0 and the biases are, for the weights w, (n,)."""
    raise NotImplementedError


def parameters(sizes):
    """Returns how many weights and biases a network of fully connected layers has, as an integer.

    Args:
        sizes: a list of integers: the number of inputs, the sizes of the hidden layers, the number of outputs.
    """
    raise NotImplementedError


def widest(inputs, outputs, depth, budget):
    """Returns the largest n for which `depth` hidden layers of n units each need at most `budget` parameters."""
    raise NotImplementedError
