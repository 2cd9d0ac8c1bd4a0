import numpy as np


def _windows(x, k, s):
    N, C, H, W = x.shape
    a, b, c, d = x.strides
    return np.lib.stride_tricks.as_strided(x, (N, C, *output_size(H, W, k, s), k, k), (a, b, c * s, d * s, c, d))


def output_size(H, W, k, s):
    return len(range(0, H - k + 1, s)), len(range(0, W - k + 1, s))


def max_pool(x, k, s):
    return np.einsum("...->...", _windows(x, k, s).max(axis=5).max(axis=4))


def average_pool(x, k, s):
    return np.einsum("ncijpq->ncij", _windows(x, k, s)) / k**2


def _scatter(parts, x, s):
    """Adds parts (N, C, H', W', k, k) up where they come from."""
    h, w, k = parts.shape[2:5]
    out = np.zeros(x.shape)
    for p in range(k):
        for q in range(k):
            out[:, :, p::s, q::s][:, :, :h, :w] += parts[..., p, q]
    return out


def max_pool_backward(dY, x, k, s):
    win = _windows(x, k, s).reshape(*dY.shape, -1)
    chosen = np.eye(k * k)[win.argmax(-1)]
    return _scatter((dY[..., None] * chosen).reshape(*dY.shape, k, k), x, s)


def average_pool_backward(dY, x, k, s):
    return _scatter(np.broadcast_to(dY[..., None, None] / k**2, (*dY.shape, k, k)), x, s)


def shift_example():
    return [[9, -1, 8, -1, 7, -1]] * 2 + [[3, 3, 3, 3, 3, 3]] * 2
