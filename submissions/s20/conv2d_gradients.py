import numpy as np
from scipy.signal import correlate2d, convolve2d


def conv2d(X, W, b, stride, padding):
    X = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    Y = []
    for x in X:
        maps = []
        for f in range(len(W)):
            maps.append(sum(correlate2d(x[c], W[f, c], mode="valid") for c in range(len(x))) + b[f])
        Y.append(maps)
    return np.array(Y)[:, :, ::stride, ::stride]


def input_gradient(dY, X, W, stride, padding):
    D = np.zeros(dY.shape[:2] + (stride * (dY.shape[2] - 1) + 1, stride * (dY.shape[3] - 1) + 1))
    D[:, :, ::stride, ::stride] = dY
    dX = np.zeros_like(X)
    for n in range(len(X)):
        for c in range(X.shape[1]):
            full = sum(convolve2d(D[n, f], W[f, c], mode="full") for f in range(len(W)))
            part = full[padding : padding + X.shape[2], padding : padding + X.shape[3]]
            dX[n, c, : part.shape[0], : part.shape[1]] = part
    return dX


def weight_gradient(dY, X, W, stride, padding):
    raise NotImplementedError


def bias_gradient(dY):
    return dY.sum(axis=(0, 2, 3))


def chain_gradients(X, first, second, dY):
    raise NotImplementedError
