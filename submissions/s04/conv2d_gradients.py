import numpy as np


def conv2d(X, W, b, stride, padding):
    N, C, h, w = X.shape
    F, _, k1, k2 = W.shape
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    oh = (h + 2 * padding - k1) // stride + 1
    ow = (w + 2 * padding - k2) // stride + 1
    Y = np.zeros((N, F, oh, ow))
    for n in range(N):
        for f in range(F):
            for i in range(oh):
                for j in range(ow):
                    window = padded[n, :, i * stride : i * stride + k1, j * stride : j * stride + k2]
                    Y[n, f, i, j] = np.sum(window * W[f].transpose(0, 2, 1)) + b[f]
    return Y


def input_gradient(dY, X, W, stride, padding):
    N, C, h, w = X.shape
    F, _, k1, k2 = W.shape
    dXp = np.zeros((N, C, h + 2 * padding, w + 2 * padding))
    for n in range(N):
        for f in range(F):
            for i in range(dY.shape[2]):
                for j in range(dY.shape[3]):
                    a, c = i * stride, j * stride
                    dXp[n, :, a : a + k1, c : c + k2] += dY[n, f, i, j] * W[f]
    return dXp[:, :, padding : padding + h, padding : padding + w]


def weight_gradient(dY, X, W, stride, padding):
    F, _, k1, k2 = W.shape
    padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dW = np.zeros_like(W)
    for n in range(X.shape[0]):
        for f in range(F):
            for i in range(dY.shape[2]):
                for j in range(dY.shape[3]):
                    a, c = i * stride, j * stride
                    dW[f] += dY[n, f, i, j] * padded[n, :, a : a + k1, c : c + k2]
    return dW


def bias_gradient(dY):
    return dY.sum(axis=(0, 2, 3))


def chain_gradients(X, first, second, dY):
    A = conv2d(X, first["W"], first["b"], first["stride"], first["padding"])
    dW2 = weight_gradient(dY, X, second["W"], second["stride"], second["padding"])
    dA = input_gradient(dY, A, second["W"], second["stride"], second["padding"])
    dW1 = weight_gradient(dY, X, first["W"], first["stride"], first["padding"])
    dX = input_gradient(dA, X, first["W"], first["stride"], first["padding"])
    return {"dW2": dW2, "dA": dA, "dW1": dW1, "dX": dX}
