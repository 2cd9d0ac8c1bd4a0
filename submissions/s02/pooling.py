import numpy as np


def output_size(H, W, k, s):
    return tuple(len(range(0, size - k + 1, s)) for size in (H, W))


def corners(x, k, s):
    h, w = output_size(x.shape[2], x.shape[3], k, s)
    return h, w, [(i * s, j * s) for i in range(h) for j in range(w)]


def pooled(x, k, s, of):
    h, w, places = corners(x, k, s)
    columns = [of(x[:, :, i : i + k, j : j + k].reshape(*x.shape[:2], -1)) for i, j in places]
    return np.stack(columns, axis=-1).reshape(*x.shape[:2], h, w)


def max_pool(x, k, s):
    return pooled(x, k, s, lambda window: window.max(-1))


def average_pool(x, k, s):
    return pooled(x, k, s, lambda window: np.einsum("ncp->nc", window) / k**2)


def max_pool_backward(dY, x, k, s):
    winners = pooled(x, k, s, lambda window: window.argmax(-1))
    n, c, i, j = np.indices(dY.shape)
    rows, columns = np.divmod(winners, k)
    dx = np.zeros_like(x)
    np.add.at(dx, (n, c, i * s + rows, j * s + columns), dY)
    return dx


def average_pool_backward(dY, x, k, s):
    dx = np.zeros_like(x)
    for g, (i, j) in zip(np.einsum("nchw->hwnc", dY).reshape(-1, *x.shape[:2]), corners(x, k, s)[2]):
        dx[:, :, i : i + k, j : j + k] += g[:, :, None, None] / k**2
    return dx


def shift_example():
    return np.array([[5, 3, 4, 2, 6, 1]] * 4)
