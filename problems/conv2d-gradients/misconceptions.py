"""What students write instead: each function stands in for one of `reference.py`."""

import numpy as np
from reference import bias_gradient, conv2d, input_gradient, weight_gradient


def _rotated(W):
    return W[:, :, ::-1, ::-1]


# --- which way the kernel lies ------------------------------------------------------------------------


def conv2d_flipped(X, W, b, stride, padding):
    return conv2d(X, _rotated(W), b, stride, padding)


def conv2d_transposed(X, W, b, stride, padding):
    return conv2d(X, W.swapaxes(2, 3), b, stride, padding)


def input_gradient_unflipped(dY, X, W, stride, padding):
    return input_gradient(dY, X, _rotated(W), stride, padding)


def weight_gradient_rotated(dY, X, W, stride, padding):
    return _rotated(weight_gradient(dY, X, W, stride, padding))


# --- the border ---------------------------------------------------------------------------------------


def _correlated_back(dY, W, stride, border):
    """dY, with stride - 1 zeros between its elements and a border of zeros, correlated with W rotated."""
    N, F, height, width = dY.shape
    spread = np.zeros((N, F, stride * (height - 1) + 1, stride * (width - 1) + 1))
    spread[:, :, ::stride, ::stride] = dY
    spread = np.pad(spread, [(0, 0), (0, 0), (border, border), (border, border)])
    k1, k2 = W.shape[2:]
    rows, columns = max(spread.shape[2] - k1 + 1, 0), max(spread.shape[3] - k2 + 1, 0)
    result = np.zeros((N, W.shape[1], rows, columns))
    for p, q in np.ndindex(k1, k2):
        seen = spread[:, :, p : p + rows, q : q + columns]
        result += np.einsum("nfij,fc->ncij", seen, _rotated(W)[:, :, p, q])
    return result


def conv2d_without_padding(X, W, b, stride, padding):
    return conv2d(X, W, b, stride, 0)


def input_gradient_of_valid_size(dY, X, W, stride, padding):
    return _correlated_back(dY, W, stride, 0)


def input_gradient_with_border_of_one(dY, X, W, stride, padding):
    return _correlated_back(dY, W, stride, 1)


def input_gradient_by_forward(dY, X, W, stride, padding):
    return conv2d(dY, _rotated(W).swapaxes(0, 1), np.zeros(W.shape[1]), stride, padding)


def input_gradient_not_cropped(dY, X, W, stride, padding):
    P = np.pad(X, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    return input_gradient(dY, P, W, stride, 0)


# --- the stride ---------------------------------------------------------------------------------------


def conv2d_without_stride(X, W, b, stride, padding):
    return conv2d(X, W, b, 1, padding)


def input_gradient_without_stride(dY, X, W, stride, padding):
    return input_gradient(dY, X, W, 1, padding)


def weight_gradient_without_stride(dY, X, W, stride, padding):
    rows, columns = (size + k - 1 for size, k in zip(dY.shape[2:], W.shape[2:], strict=True))
    P = np.pad(X, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    return weight_gradient(dY, P[:, :, :rows, :columns], W, 1, 0)


# --- bias and batch -----------------------------------------------------------------------------------


def conv2d_without_bias(X, W, b, stride, padding):
    return conv2d(X, W, 0 * b, stride, padding)


def weight_gradient_averaged(dY, X, W, stride, padding):
    return weight_gradient(dY, X, W, stride, padding) / len(X)


def input_gradient_averaged(dY, X, W, stride, padding):
    return input_gradient(dY, X, W, stride, padding) / len(X)


def bias_gradient_averaged(dY):
    return bias_gradient(dY) / len(dY)


def bias_gradient_as_mean(dY):
    return dY.mean(axis=(0, 2, 3))


def bias_gradient_per_sample(dY):
    return dY.sum(axis=(2, 3))


def bias_gradient_per_position(dY):
    return dY.sum(axis=0)


# --- two blocks ---------------------------------------------------------------------------------------


def _window(block):
    return block["W"], block["stride"], block["padding"]


def chain_without_passing_back(X, first, second, dY):
    A = conv2d(X, **first)
    W1, stride, padding = _window(first)
    # dY is smaller than what belongs here; only the windows that it covers take part.
    rows, columns = ((size - 1) * stride + k for size, k in zip(dY.shape[2:], W1.shape[2:], strict=True))
    P = np.pad(X, [(0, 0), (0, 0), (padding, padding), (padding, padding)])[:, :, :rows, :columns]
    return {
        "dW2": weight_gradient(dY, A, *_window(second)),
        "dA": input_gradient(dY, A, *_window(second)),
        "dW1": weight_gradient(dY, P, W1, stride, 0),
        "dX": input_gradient(dY, X, W1, stride, padding),
    }


def chain_with_first_input_twice(X, first, second, dY):
    A = conv2d(X, **first)
    dA = input_gradient(dY, A, *_window(second))
    return {
        "dW2": weight_gradient(dY, X, *_window(second)),
        "dA": dA,
        "dW1": weight_gradient(dA, X, *_window(first)),
        "dX": input_gradient(dA, X, *_window(first)),
    }
