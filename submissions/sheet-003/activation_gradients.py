"""The sheet's 2b and 2c as code: partial derivatives of n layers, multiplied."""

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_slope(z):
    return sigmoid(z) * (1 - sigmoid(z))


def tanh_slope(z):
    return 1 - np.tanh(z) ** 2


def relu_slope(z):
    return np.where(z > 0, 1.0, 0.0)


def chain_slopes(a0, w, b, f):
    derivative = {"sigmoid": sigmoid_slope, "tanh": tanh_slope, "relu": relu_slope}[f]
    activation = {"sigmoid": sigmoid, "tanh": np.tanh, "relu": lambda x: np.maximum(0, x)}[f]
    out = a0
    product = np.ones(a0.shape)
    partials = []
    for weight, bias in zip(w, b):
        x = weight * out + bias
        out = activation(x)
        product = product * derivative(x) * weight
        partials.append(product)
    return np.array(partials)


def bound(w, f):
    steepest = 0.25 if f == "sigmoid" else 1
    return np.prod(steepest * np.abs(w))


def parameters(sizes):
    layers = zip(sizes[:-1], sizes[1:])
    return sum(i * o + o for i, o in layers)


def widest(inputs, outputs, depth, budget):
    neurons = 1
    while parameters([inputs] + depth * [neurons + 1] + [outputs]) <= budget:
        neurons += 1
    return neurons
