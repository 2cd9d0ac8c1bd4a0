import math

import torch
import torch.nn.functional as F


def xavier_variance(n_in, n_out):
    return 2 / (n_in + n_out)


def he_variance(n_in):
    return 2 / n_in


def xavier_normal(n_in, n_out):
    limit = math.sqrt(6 / (n_in + n_out))
    return torch.empty(n_in, n_out).uniform_(-limit, limit)


def he_normal(n_in, n_out):
    limit = math.sqrt(6 / n_in)
    return torch.empty(n_in, n_out).uniform_(-limit, limit)


def filter_gradients(x, t, K, b, v):
    K = K.clone().requires_grad_(True)
    a = torch.tanh(F.conv2d(x, K, b))
    y = a.mean(dim=(2, 3)) @ v
    loss = F.mse_loss(y, t)
    loss.backward()
    return K.grad
