"""The sheet's way: for every number of X, the outputs that it enters, and with which weight."""

import numpy as np


def conv2d(X, W, b, stride, padding):
    N, _, h, w = X.shape
    F, _, a, c = W.shape
    rows, columns = (h + 2 * padding - a) // stride + 1, (w + 2 * padding - c) // stride + 1
    Y = np.zeros((N, F, rows, columns)) + b.reshape(-1, 1, 1)
    for (y, x), contributions in contributes(X, W, rows, columns, stride, padding).items():
        for (i, j), (p, q) in contributions:
            Y[:, :, i, j] += X[:, :, y, x] @ W[:, :, p, q].T
    return Y


def contributes(X, W, rows, columns, stride, padding):
    """X[y, x] -> the outputs Y[i, j] that it enters, each with its W[p, q]."""
    table = {}
    for y in range(X.shape[2]):
        for x in range(X.shape[3]):
            table[y, x] = [
                ((i, j), (y + padding - i * stride, x + padding - j * stride))
                for i in range(rows)
                for j in range(columns)
                if 0 <= y + padding - i * stride < W.shape[2] and 0 <= x + padding - j * stride < W.shape[3]
            ]
    return table


def input_gradient(dY, X, W, stride, padding):
    dX = np.zeros(X.shape)
    for (y, x), contributions in contributes(X, W, *dY.shape[2:], stride, padding).items():
        for (i, j), (p, q) in contributions:
            dX[:, :, y, x] += dY[:, :, i, j] @ W[:, :, p, q]
    return dX


def weight_gradient(dY, X, W, stride, padding):
    dW = np.zeros(W.shape)
    for (y, x), contributions in contributes(X, W, *dY.shape[2:], stride, padding).items():
        for (i, j), (p, q) in contributions:
            dW[:, :, p, q] += dY[:, :, i, j].T @ X[:, :, y, x]
    return dW


def bias_gradient(dY):
    return dY.sum(axis=3).sum(axis=2).sum(axis=0)


def chain_gradients(X, first, second, dY):
    """The gradient at the input of a block is the one at the output of the block before."""
    A = conv2d(X, **first)
    gradient, result = dY, {}
    for number, (given, layer) in ((2, (A, second)), (1, (X, first))):
        settings = layer["W"], layer["stride"], layer["padding"]
        result[f"dW{number}"] = weight_gradient(gradient, given, *settings)
        gradient = input_gradient(gradient, given, *settings)
        result["dA" if number == 2 else "dX"] = gradient
    return result
