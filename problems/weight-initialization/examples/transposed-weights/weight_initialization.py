import math

import torch
import torch.nn.functional as F


def xavier_variance(n_in, n_out):
    return 2 / (n_in + n_out)


def he_variance(n_in):
    return 2 / n_in


def xavier_normal(n_in, n_out):
    std = math.sqrt(xavier_variance(n_in, n_out))
    return std * torch.randn(n_out, n_in)


def he_normal(n_in, n_out):
    std = math.sqrt(he_variance(n_in))
    return std * torch.randn(n_out, n_in)


def filter_gradients(x, t, K, b, v):
    pass
