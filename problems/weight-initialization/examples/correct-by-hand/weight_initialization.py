import math

import torch


def xavier_variance(n_in, n_out):
    return math.pow((n_in + n_out) * 0.5, -1)


def he_variance(n_in):
    return xavier_variance(n_in, 0)


def bell(rows, columns, variance):
    """Box and Muller's transform of two uniform numbers."""
    radius = torch.sqrt(-2 * variance * torch.log(1 - torch.rand(rows, columns)))
    return radius * torch.cos(2 * math.pi * torch.rand(rows, columns))


def xavier_normal(n_in, n_out):
    return bell(n_in, n_out, xavier_variance(n_in, n_out))


def he_normal(n_in, n_out):
    return bell(n_in, n_out, he_variance(n_in))


def filter_gradients(x, t, K, b, v):
    filters, channels, k1, k2 = K.shape
    rows, columns = x.shape[2] - k1 + 1, x.shape[3] - k2 + 1
    total = torch.zeros(filters, channels * k1 * k2)
    for image, target in zip(x, t):
        patches = torch.stack(
            [image[:, i : i + k1, j : j + k2].flatten() for i in range(rows) for j in range(columns)]
        )
        a = torch.tanh(patches @ K.reshape(filters, -1).T + b)
        error = torch.dot(a.sum(0), v) / len(a) - target
        slopes = (1 - a.square()) * v / len(a)
        total += 2 * error * slopes.T @ patches
    return (total / len(t)).view(filters, channels, k1, k2)
