import numpy as np


def output_size(H, W, k, s):
    return (H - k) // s + 1, (W - k) // s + 1


def max_pool(x, k, s):
    h, w = output_size(*x.shape, k, s)
    return np.array([[x[:, :, i : i + k, j : j + k].max((2, 3)) for j in range(0, w * s, s)] for i in range(0, h * s, s)])


def average_pool(x, k, s):
    h, w = output_size(*x.shape, k, s)
    return np.array([[x[:, :, i : i + k, j : j + k].mean((2, 3)) for j in range(0, w * s, s)] for i in range(0, h * s, s)])


def shift_example():
    return [[4, 1, 4, 1, 4, 1], [0, 0, 0, 0, 0, 0], [4, 1, 4, 1, 4, 1], [0, 0, 0, 0, 0, 0]]
