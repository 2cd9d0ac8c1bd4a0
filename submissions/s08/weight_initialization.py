import torch
import torch.nn.functional as F


def xavier_variance(n_in, n_out):
    return 1 / (n_in + n_out)


def he_variance(n_in):
    return 2 / n_in


def xavier_normal(n_in, n_out):
    std = xavier_variance(n_in, n_out) ** 0.5
    return torch.randn(n_in, n_out) * std


def he_normal(n_in, n_out):
    std = he_variance(n_in) ** 0.5
    return torch.randn(n_in, n_out) * std


def filter_gradients(x, t, K, b, v):
    K = K.detach().clone().requires_grad_()
    a = torch.tanh(F.conv2d(x, K, b))
    y = a.mean(dim=(2, 3)) @ v
    loss = torch.mean((y - t) ** 2)
    loss.backward()
    return K.grad
