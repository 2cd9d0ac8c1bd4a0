import numpy as np


def output_size(H, W, k, s):
    return (H - k) // s + 1, (W - k) // s + 1


def max_pool(x, k, s):
    N, C, H, W = x.shape
    h, w = output_size(H, W, k, s)
    y = np.zeros((N, C, h, w))
    for i in range(h):
        for j in range(w):
            window = x[:, :, i * s:i * s + k, j * s:j * s + k]
            y[:, :, i, j] = np.max(window, axis=(2, 3))
    return y


def average_pool(x, k, s):
    N, C, H, W = x.shape
    h, w = output_size(H, W, k, s)
    y = np.zeros((N, C, h, w))
    for i in range(h):
        for j in range(w):
            window = x[:, :, i * s:i * s + k, j * s:j * s + k]
            y[:, :, i, j] = np.mean(window, axis=(2, 3))
    return y


def max_pool_backward(dY, x, k, s):
    return average_pool_backward(dY, x, k, s)


def average_pool_backward(dY, x, k, s):
    N, C, h, w = dY.shape
    dx = np.zeros_like(x)
    for i in range(h):
        for j in range(w):
            dx[:, :, i * s:i * s + k, j * s:j * s + k] += dY[:, :, i:i + 1, j:j + 1] / (k * k)
    return dx


def shift_example():
    image = np.zeros((4, 6))
    image[:, 0::2] = 2
    image[:, 1::2] = 1
    return image
