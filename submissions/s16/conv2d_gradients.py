import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def add_border(a, n):
    return np.pad(a, ((0, 0), (0, 0), (n, n), (n, n)))


def windows(X, W, stride, padding):
    k = W.shape[-2:]
    return sliding_window_view(add_border(X, padding), k, axis=(-2, -1))[:, :, ::stride, ::stride]


def conv2d(X, W, b, stride, padding):
    out = np.einsum("ncijpq,fcpq->nfij", windows(X, W, stride, padding), W)
    return out + b.reshape(1, -1, 1, 1)


def input_gradient(dY, X, W, stride, padding):
    total = np.zeros_like(add_border(X, padding))
    parts = np.einsum("nfij,fcpq->ncijpq", dY, W[:, :, ::-1, ::-1])
    k1, k2 = W.shape[-2:]
    for i in range(dY.shape[2]):
        for j in range(dY.shape[3]):
            r, s = i * stride, j * stride
            total[:, :, r : r + k1, s : s + k2] += parts[:, :, i, j]
    bottom, right = total.shape[2] - padding, total.shape[3] - padding
    return total[:, :, padding:bottom, padding:right]


def weight_gradient(dY, X, W, stride, padding):
    return np.einsum("nfij,ncijpq->fcpq", dY, windows(X, W, stride, padding))


def bias_gradient(dY):
    return np.einsum("nfij->f", dY)


def chain_gradients(X, first, second, dY):
    A = conv2d(X, **first)
    W1, s1, p1 = first["W"], first["stride"], first["padding"]
    W2, s2, p2 = second["W"], second["stride"], second["padding"]
    grads = {"dW2": weight_gradient(dY, A, W2, s2, p2)}
    grads["dA"] = input_gradient(dY, A, W2, s2, p2)
    grads["dW1"] = weight_gradient(grads["dA"], X, W1, s1, p1)
    grads["dX"] = input_gradient(grads["dA"], X, W1, s1, p1)
    return grads
