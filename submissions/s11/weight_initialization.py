import numpy as np
import torch


def xavier_variance(n_in, n_out):
    return 2.0 / float(n_in + n_out)


def he_variance(n_in):
    return 2.0 / float(n_in)


def gaussian(rows, cols, var):
    w = np.random.normal(loc=0.0, scale=np.sqrt(var), size=(rows, cols))
    return torch.from_numpy(w).float()


def xavier_normal(n_in, n_out):
    return gaussian(n_in, n_out, xavier_variance(n_in, n_out))


def he_normal(n_in, n_out):
    return gaussian(n_in, n_out, he_variance(n_in))


def filter_gradients(x, t, K, b, v):
    N, C, H, W = x.shape
    F, _, k1, k2 = K.shape
    rows, cols = H - k1 + 1, W - k2 + 1
    grad = torch.zeros_like(K)
    for n in range(N):
        y = 0
        dz = torch.zeros(F, rows, cols)
        for f in range(F):
            for i in range(rows):
                for j in range(cols):
                    a = torch.tanh((K[f] * x[n, :, i : i + k1, j : j + k2]).sum() + b[f])
                    y += v[f] * a / (rows * cols)
                    dz[f, i, j] = v[f] * (1 - a * a) / (rows * cols)
        dy = 2 * (y - t[n]) / N
        for i in range(rows):
            for j in range(cols):
                patch = x[n, :, i : i + k1, j : j + k2]
                grad += dy * dz[:, i, j].view(F, 1, 1, 1) * patch
    return grad
