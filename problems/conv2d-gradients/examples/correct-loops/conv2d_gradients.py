import numpy as np


class Places:
    """Where each output looks, one pair of an output and an input place at a time."""

    def __init__(self, X, W, stride, padding):
        self.N, self.C, self.h, self.w = X.shape
        self.F, _, self.k1, self.k2 = W.shape
        self.s, self.pad = stride, padding
        self.rows = (self.h + 2 * padding - self.k1) // stride + 1
        self.columns = (self.w + 2 * padding - self.k2) // stride + 1

    def __iter__(self):
        for i in range(self.rows):
            for j in range(self.columns):
                for p in range(self.k1):
                    for q in range(self.k2):
                        y, x = i * self.s + p - self.pad, j * self.s + q - self.pad
                        if 0 <= y < self.h and 0 <= x < self.w:
                            yield i, j, p, q, y, x


def conv2d(X, W, b, stride, padding):
    places = Places(X, W, stride, padding)
    Y = np.empty((places.N, places.F, places.rows, places.columns))
    Y[:] = b.reshape(1, -1, 1, 1)
    for i, j, p, q, y, x in places:
        for f in range(places.F):
            for c in range(places.C):
                Y[:, f, i, j] += W[f, c, p, q] * X[:, c, y, x]
    return Y


def input_gradient(dY, X, W, stride, padding):
    dX = np.zeros(X.shape)
    for i, j, p, q, y, x in Places(X, W, stride, padding):
        dX[:, :, y, x] += dY[:, :, i, j] @ W[:, :, p, q]
    return dX


def weight_gradient(dY, X, W, stride, padding):
    dW = np.zeros(W.shape)
    for i, j, p, q, y, x in Places(X, W, stride, padding):
        dW[:, :, p, q] += dY[:, :, i, j].T @ X[:, :, y, x]
    return dW


def bias_gradient(dY):
    return np.array([dY[:, f].sum() for f in range(dY.shape[1])])


def chain_gradients(X, first, second, dY):
    A = conv2d(X, first["W"], first["b"], first["stride"], first["padding"])
    dA = input_gradient(dY, A, second["W"], second["stride"], second["padding"])
    return {
        "dX": input_gradient(dA, X, first["W"], first["stride"], first["padding"]),
        "dW1": weight_gradient(dA, X, first["W"], first["stride"], first["padding"]),
        "dA": dA,
        "dW2": weight_gradient(dY, A, second["W"], second["stride"], second["padding"]),
    }
