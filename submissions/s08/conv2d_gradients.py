"""A convolution layer and its gradients, and two such layers in a row.

    Y[n,f,i,j] = sum over c, p, q of W[f,c,p,q] P[n,c,i s + p,j s + q],  plus b[f]

X: (N, C, h, w)   W: (F, C, k1, k2)   b: (F,)   Y: (N, F, h', w')   s: the stride
P is X with `padding` rows and columns of zeros added on every side.
"""

import numpy as np


def conv2d(X, W, b, stride, padding):
    """Returns the output Y of the layer. W slides over P as it is."""
    raise NotImplementedError


def input_gradient(dY, X, W, stride, padding):
    """Returns dL/dX, in the shape of X, where dY is dL/dY."""
    raise NotImplementedError


def weight_gradient(dY, X, W, stride, padding):
    """Returns dL/dW, in the shape of W, where dY is dL/dY."""
    raise NotImplementedError


def bias_gradient(dY):
    """Returns dL/db, (F,), where dY is dL/dY."""
    raise NotImplementedError


def chain_gradients(X, first, second, dY):
    """Returns the gradients of two layers in a row, A = layer `first` of X and Y = layer `second` of A.

    Args:
        X: the input of the first layer.
        first: the first layer, a dict with the keys "W", "b", "stride" and "padding".
        second: the second layer, likewise.
        dY: dL/dY, where Y is the output of the second layer.

    Returns:
        A dict: "dW2" (dL/dW of the second layer), "dA" (dL/dA), "dW1" (dL/dW of the first layer) and "dX".
    """
    raise NotImplementedError
