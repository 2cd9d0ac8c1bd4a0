import numpy as np


def output_size(H, W, k, s):
    return (H - k) // s + 1, (W - k) // s + 1


def max_pool(x, k, s):
    N, C, H, W = x.shape
    h, w = H // k, W // k
    y = np.zeros((N, C, h, w))
    for i in range(h):
        for j in range(w):
            window = x[:, :, i * k:i * k + k, j * k:j * k + k]
            y[:, :, i, j] = np.max(window, axis=(2, 3))
    return y


def average_pool(x, k, s):
    N, C, H, W = x.shape
    h, w = H // k, W // k
    y = np.zeros((N, C, h, w))
    for i in range(h):
        for j in range(w):
            window = x[:, :, i * k:i * k + k, j * k:j * k + k]
            y[:, :, i, j] = np.mean(window, axis=(2, 3))
    return y


def max_pool_backward(dY, x, k, s):
    N, C, h, w = dY.shape
    dx = np.zeros_like(x)
    for n in range(N):
        for c in range(C):
            for i in range(h):
                for j in range(w):
                    window = x[n, c, i * s:i * s + k, j * s:j * s + k]
                    p, q = np.unravel_index(np.argmax(window), window.shape)
                    dx[n, c, i * s + p, j * s + q] += dY[n, c, i, j]
    return dx


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
