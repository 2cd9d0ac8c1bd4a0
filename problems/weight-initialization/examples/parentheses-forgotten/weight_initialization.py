import math

import torch
import torch.nn.functional as F


def xavier_variance(n_in, n_out):
    return 2 / n_in + n_out


def he_variance(n_in):
    return 1 / n_in


def xavier_normal(n_in, n_out):
    std = math.sqrt(xavier_variance(n_in, n_out))
    return std * torch.randn(n_in, n_out)


def he_normal(n_in, n_out):
    std = math.sqrt(he_variance(n_in))
    return std * torch.randn(n_in, n_out)


def filter_gradients(x, t, K, b, v):
    K = K.clone().requires_grad_(True)
    a = torch.tanh(F.conv2d(x, K, b))
    y = a.mean(dim=(2, 3)) @ v
    loss = F.mse_loss(y, t)
    loss.backward()
    return K.grad
