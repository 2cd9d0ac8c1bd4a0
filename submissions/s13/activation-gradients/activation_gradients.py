import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_slope(a):
    return a * (1 - a)


def tanh_slope(a):
    return 1 - a * a


def relu_slope(a):
    return (a > 0).astype(np.float64)


F = {"sigmoid": sigmoid, "tanh": np.tanh, "relu": lambda z: z * (z > 0)}
dF = {"sigmoid": sigmoid_slope, "tanh": tanh_slope, "relu": relu_slope}


def chain_slopes(a0, w, b, f):
    a, d = a0, np.ones_like(a0)
    for k in range(len(w)):
        a = F[f](w[k] * a + b[k])
        d = d * w[k] * dF[f](a)
    return d


def bound(w, f):
    return np.prod(w / 4 if f == "sigmoid" else w)


def parameters(sizes):
    return sum((p + 1) * q for p, q in zip(sizes[:-1], sizes[1:]))


def widest(inputs, outputs, depth, budget):
    fits = [n for n in range(1, 2000) if parameters([inputs] + [n] * depth + [outputs]) <= budget]
    return max(fits)
