import math

import numpy as np


class Sigmoid:
    steepest = 1 / 4

    @staticmethod
    def value(z):
        if z < 0:
            e = math.exp(z)
            return e / (e + 1)
        return 1 / (1 + math.exp(-z))

    @staticmethod
    def slope(z):
        e = math.exp(-abs(z))
        return e / (1 + e) ** 2


class Tanh:
    steepest = 1

    @staticmethod
    def value(z):
        return math.tanh(z)

    @staticmethod
    def slope(z):
        return (1 - math.tanh(z)) * (1 + math.tanh(z))


class Relu:
    steepest = 1

    @staticmethod
    def value(z):
        return z if z > 0 else 0.0

    @staticmethod
    def slope(z):
        return 1.0 if z > 0 else 0.0


BY_NAME = {"sigmoid": Sigmoid, "tanh": Tanh, "relu": Relu}


def each(function, z):
    return np.array([function(value) for value in z.ravel()]).reshape(z.shape)


def sigmoid_slope(z):
    return each(Sigmoid.slope, z)


def tanh_slope(z):
    return each(Tanh.slope, z)


def relu_slope(z):
    return each(Relu.slope, z)


def chain_slopes(a0, w, b, f):
    kind = BY_NAME[f]
    table = np.empty((len(w), len(a0)))
    for column, a in enumerate(a0):
        slope_so_far = 1.0
        for row, (weight, bias) in enumerate(zip(w, b)):
            z = weight * a + bias
            slope_so_far *= weight * kind.slope(z)
            table[row, column] = slope_so_far
            a = kind.value(z)
    return table


def bound(w, f):
    return math.prod(abs(weight) * BY_NAME[f].steepest for weight in w)


def parameters(sizes):
    first, second, *rest = sizes
    here = (first + 1) * second
    return here + parameters([second, *rest]) if rest else here


def widest(inputs, outputs, depth, budget):
    # (depth - 1) n^2 + (inputs + depth + outputs) n + outputs <= budget
    square, linear, left = depth - 1, inputs + depth + outputs, budget - outputs
    if square == 0:
        return left // linear
    return (math.isqrt(linear * linear + 4 * square * left) - linear) // (2 * square)
