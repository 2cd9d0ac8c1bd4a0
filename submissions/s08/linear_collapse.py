import numpy as np


def forward(X, weights, biases, f):
    for W, b in zip(weights, biases):
        X = act(X @ W + b)
    return X


def collapse(weights, biases):
    pass
