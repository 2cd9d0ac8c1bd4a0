"""A convolution layer and its gradients, and two such layers in a row.

Y[n,f,i,j] = sum_cpq W[f,c,p,q] P[n,c,i s + p,j s + q] + b[f],   P being X with a border of zeros
"""

import numpy as np


def _bordered(X, padding):
    return np.pad(X, [(0, 0), (0, 0), (padding, padding), (padding, padding)])


def _windows(X, W, stride, padding):
    """The part of P that each output sees: (N, C, h', w', k1, k2)."""
    windows = np.lib.stride_tricks.sliding_window_view(_bordered(X, padding), W.shape[2:], axis=(2, 3))
    return windows[:, :, ::stride, ::stride]


def conv2d(X, W, b, stride, padding):
    """The layer's output: (N, F, h', w')."""
    windows = _windows(X, W, stride, padding)
    sums = np.tensordot(windows, W, axes=[(1, 4, 5), (1, 2, 3)])  # (N, h', w', F)
    return np.moveaxis(sums + b, -1, 1)


def input_gradient(dY, X, W, stride, padding):
    """dL/dX: each output hands its gradient back to the window that it saw, weighted by W."""
    dP = np.zeros(_bordered(X, padding).shape)
    height, width = dY.shape[2:]
    for p, q in np.ndindex(*W.shape[2:]):
        seen = np.s_[:, :, p : p + stride * height : stride, q : q + stride * width : stride]
        dP[seen] += np.einsum("nfij,fc->ncij", dY, W[:, :, p, q])
    return dP[:, :, padding : padding + X.shape[2], padding : padding + X.shape[3]]


def weight_gradient(dY, X, W, stride, padding):
    """dL/dW: the windows, weighted by the gradients of the outputs that saw them."""
    return np.tensordot(dY, _windows(X, W, stride, padding), axes=[(0, 2, 3), (0, 2, 3)])  # (F, C, k1, k2)


def bias_gradient(dY):
    """dL/db: the bias of a filter is added to every output of every sample."""
    return dY.sum(axis=(0, 2, 3))  # (F,)


def two_blocks(X, first, second):
    """The output of the second block, which is fed by the first."""
    return conv2d(conv2d(X, **first), **second)


def chain_gradients(X, first, second, dY):
    """What passes back through two blocks: dL/dX of the second is dL/dY of the first."""
    A = conv2d(X, **first)
    window = {"stride": second["stride"], "padding": second["padding"]}
    dW2 = weight_gradient(dY, A, second["W"], **window)
    dA = input_gradient(dY, A, second["W"], **window)
    window = {"stride": first["stride"], "padding": first["padding"]}
    dW1 = weight_gradient(dA, X, first["W"], **window)
    dX = input_gradient(dA, X, first["W"], **window)
    return {"dW2": dW2, "dA": dA, "dW1": dW1, "dX": dX}
