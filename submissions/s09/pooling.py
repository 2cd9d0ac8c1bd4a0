import numpy as np


def output_size(H, W, k, s):
    return (H - k) // s + 1, (W - k) // s + 1


def max_pool(x, k, s):
    h, w = (x.shape[2] - k) // s + 1, (x.shape[3] - k) // s + 1
    Y = np.zeros((x.shape[0], x.shape[1], h, w))
    for i in range(h):
        for j in range(w):
            Y[:, :, i, j] = x[:, :, i * s : i * s + k, j * s : j * s + k].max(axis=(2, 3))
    return Y


def average_pool(x, k, s):
    h, w = (x.shape[2] - k) // s + 1, (x.shape[3] - k) // s + 1
    Y = np.zeros((x.shape[0], x.shape[1], h, w))
    for i in range(h):
        for j in range(w):
            Y[:, :, i, j] = x[:, :, i * s : i * s + k, j * s : j * s + k].mean(axis=(2, 3))
    return Y


def max_pool_backward(dY, x, k, s):
    # TODO: where was the maximum?
    raise NotImplementedError


def average_pool_backward(dY, x, k, s):
    # TODO
    raise NotImplementedError


def shift_example():
    return np.ones((4, 6))
