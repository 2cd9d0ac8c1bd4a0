import math

import torch
import torch.nn.functional as F


def xavier_variance(n_in, n_out):
    return 2 / (n_in + n_out)


def he_variance(n_in):
    return 2 / n_in


def xavier_normal(n_in, n_out):
    return torch.normal(0.0, xavier_variance(n_in, n_out), size=(n_in, n_out))


def he_normal(n_in, n_out):
    return torch.normal(0.0, he_variance(n_in), size=(n_in, n_out))


def filter_gradients(x, t, K, b, v):
    K = K.clone().requires_grad_(True)
    a = torch.tanh(F.conv2d(x, K, b))
    y = a.mean(dim=(2, 3)) @ v
    loss = F.mse_loss(y, t)
    loss.backward()
    return K.grad
