import numpy as np


def output_size(H, W, k, s):
    return (W - k) // s + 1, (H - k) // s + 1


def max_pool(x, k, s):
    h, w = (x.shape[2] - k) // s + 1, (x.shape[3] - k) // s + 1
    Y = np.zeros((x.shape[0], x.shape[1], h, w))
    for i in range(h):
        for j in range(w):
            Y[:, :, i, j] = x[:, :, i * s : i * s + k, j * s : j * s + k].min(axis=(2, 3))
    return Y


def average_pool(x, k, s):
    h, w = (x.shape[2] - k) // s + 1, (x.shape[3] - k) // s + 1
    Y = np.zeros((x.shape[0], x.shape[1], h, w))
    for i in range(h):
        for j in range(w):
            Y[:, :, i, j] = x[:, :, i * s : i * s + k, j * s : j * s + k].mean(axis=(2, 3))
    return Y


def max_pool_backward(dY, x, k, s):
    dx = np.zeros_like(x)
    N, C, h, w = dY.shape
    for n in range(N):
        for c in range(C):
            for i in range(h):
                for j in range(w):
                    window = x[n, c, i * s : i * s + k, j * s : j * s + k]
                    p, q = np.unravel_index(window.argmax(), window.shape)
                    g = dY[n, c, i, j] * window[p, q]
                    dx[n, c, i * s + p, j * s + q] += g
    return dx


def average_pool_backward(dY, x, k, s):
    dx = np.zeros_like(x)
    h, w = dY.shape[2:]
    for i in range(h):
        for j in range(w):
            block = x[:, :, i * s : i * s + k, j * s : j * s + k]
            dx[:, :, i * s : i * s + k, j * s : j * s + k] += dY[:, :, i, j][:, :, None, None] * block / k**2
    return dx


def shift_example():
    return np.array([[5, 1, 6, 1, 7, 1], [0, 0, 0, 0, 0, 0], [8, 2, 9, 2, 4, 2], [0, 0, 0, 0, 0, 0]])
