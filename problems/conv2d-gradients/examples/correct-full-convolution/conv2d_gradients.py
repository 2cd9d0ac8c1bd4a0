import numpy as np


def correlate(image, kernel):
    """(N, C, h, w) with (F, C, k1, k2), no padding, stride 1."""
    k1, k2 = kernel.shape[2:]
    rows, columns = image.shape[2] - k1 + 1, image.shape[3] - k2 + 1
    out = 0
    for p in range(k1):
        for q in range(k2):
            part = image[:, :, p : p + rows, q : q + columns]
            out = out + np.einsum("nchw,fc->nfhw", part, kernel[:, :, p, q])
    return out


def pad(image, n):
    return np.pad(image, ((0, 0), (0, 0), (n, n), (n, n)))


def dilate(dY, stride):
    N, F, h, w = dY.shape
    out = np.zeros((N, F, (h - 1) * stride + 1, (w - 1) * stride + 1))
    out[..., ::stride, ::stride] = dY
    return out


def conv2d(X, W, b, stride, padding):
    return correlate(pad(X, padding), W)[:, :, ::stride, ::stride] + b[None, :, None, None]


def input_gradient(dY, X, W, stride, padding):
    k1, k2 = W.shape[2:]
    wide = dilate(dY, stride)
    wide = np.pad(wide, ((0, 0), (0, 0), (k1 - 1, k1 - 1), (k2 - 1, k2 - 1)))
    full = correlate(wide, np.rot90(W, 2, axes=(2, 3)).transpose(1, 0, 2, 3))
    # rows and columns that no window reached get nothing
    result = np.zeros((X.shape[0], X.shape[1], X.shape[2] + 2 * padding, X.shape[3] + 2 * padding))
    result[:, :, : full.shape[2], : full.shape[3]] = full
    end_h, end_w = padding + X.shape[2], padding + X.shape[3]
    return result[:, :, padding:end_h, padding:end_w]


def weight_gradient(dY, X, W, stride, padding):
    wide = dilate(dY, stride)
    rows, columns = wide.shape[2] + W.shape[2] - 1, wide.shape[3] + W.shape[3] - 1
    image = pad(X, padding)[:, :, :rows, :columns]
    # the samples play the channels, and the other way round
    return correlate(image.transpose(1, 0, 2, 3), wide.transpose(1, 0, 2, 3)).transpose(1, 0, 2, 3)


def bias_gradient(dY):
    return np.einsum("nfij->f", dY)


def chain_gradients(X, first, second, dY):
    A = conv2d(X, **first)
    one = first["W"], first["stride"], first["padding"]
    two = second["W"], second["stride"], second["padding"]
    dA = input_gradient(dY, A, *two)
    return {
        "dW2": weight_gradient(dY, A, *two),
        "dA": dA,
        "dW1": weight_gradient(dA, X, *one),
        "dX": input_gradient(dA, X, *one),
    }
