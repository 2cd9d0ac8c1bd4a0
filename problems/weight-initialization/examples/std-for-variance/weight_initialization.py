import math

import torch
import torch.nn.functional as F


def xavier_variance(n_in, n_out):
    return math.sqrt(2 / (n_in + n_out))


def he_variance(n_in):
    return math.sqrt(2 / n_in)


def xavier_normal(n_in, n_out):
    return xavier_variance(n_in, n_out) * torch.randn(n_in, n_out)


def he_normal(n_in, n_out):
    return he_variance(n_in) * torch.randn(n_in, n_out)


def filter_gradients(x, t, K, b, v):
    K = K.clone().requires_grad_(True)
    a = torch.tanh(F.conv2d(x, K, b))
    y = a.mean(dim=(2, 3)) @ v
    loss = F.mse_loss(y, t)
    loss.backward()
    return K.grad
