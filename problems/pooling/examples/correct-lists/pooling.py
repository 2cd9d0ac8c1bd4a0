import numpy as np


def starts(size, k, s):
    found = []
    at = 0
    while at + k <= size:
        found.append(at)
        at += s
    return found


def output_size(H, W, k, s):
    return [len(starts(H, k, s)), len(starts(W, k, s))]


def pool(x, k, s, summary):
    return np.array([
        [
            [
                [summary([plane[i + p][j + q] for p in range(k) for q in range(k)]) for j in starts(len(plane[0]), k, s)]
                for i in starts(len(plane), k, s)
            ]
            for plane in image
        ]
        for image in x.tolist()
    ])


def max_pool(x, k, s):
    return pool(x, k, s, max)


def average_pool(x, k, s):
    return pool(x, k, s, lambda window: sum(window) / len(window))


def max_pool_backward(dY, x, k, s):
    grad = np.zeros(x.shape)
    for (n, c, a, b), upstream in np.ndenumerate(dY):
        best = None
        for p in range(k):
            for q in range(k):
                at = (n, c, a * s + p, b * s + q)
                if best is None or x[at] > x[best]:
                    best = at
        grad[best] += upstream
    return grad


def average_pool_backward(dY, x, k, s):
    grad = np.zeros(x.shape)
    for (n, c, a, b), upstream in np.ndenumerate(dY):
        for p in range(k):
            for q in range(k):
                grad[n, c, a * s + p, b * s + q] += upstream / k / k
    return grad


def shift_example():
    return np.ones((4, 6), dtype=int)
