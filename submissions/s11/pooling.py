import numpy as np


def output_size(H, W, k, s):
    rows = 0
    while rows * s + k <= H:
        rows += 1
    columns = 0
    while columns * s + k <= W:
        columns += 1
    return rows, columns


def window(x, n, c, i, j, k, s):
    """The numbers of one window with their places, in reading order."""
    return [(x[n, c, a, b], a, b) for a in range(i * s, i * s + k) for b in range(j * s, j * s + k)]


def max_pool(x, k, s):
    N, C, H, W = x.shape
    rows, columns = output_size(H, W, k, s)
    Y = np.zeros((N, C, rows, columns))
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    Y[n, c, i, j] = max(value for value, _, _ in window(x, n, c, i, j, k, s))
    return Y


def average_pool(x, k, s):
    N, C, H, W = x.shape
    rows, columns = output_size(H, W, k, s)
    Y = np.zeros((N, C, rows, columns))
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    Y[n, c, i, j] = sum(value for value, _, _ in window(x, n, c, i, j, k, s)) / (k * k)
    return Y


def max_pool_backward(dY, x, k, s):
    dx = np.zeros(x.shape)
    N, C, rows, columns = dY.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    best, a, b = window(x, n, c, i, j, k, s)[0]
                    for value, p, q in window(x, n, c, i, j, k, s):
                        if value > best:
                            best, a, b = value, p, q
                    dx[n, c, a, b] += dY[n, c, i, j]
    return dx


def average_pool_backward(dY, x, k, s):
    dx = np.zeros(x.shape)
    N, C, rows, columns = dY.shape
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    for _, a, b in window(x, n, c, i, j, k, s):
                        dx[n, c, a, b] += dY[n, c, i, j] / (k * k)
    return dx


def shift_example():
    return [
        [7, 0, 8, 0, 9, 0],
        [1, 0, 2, 0, 3, 0],
        [4, 0, 5, 0, 6, 0],
        [0, 0, 0, 0, 0, 0],
    ]
