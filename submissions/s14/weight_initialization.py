import torch
import torch.nn.functional as F


def xavier_variance(n_in, n_out):
    return 2 / (n_in + n_out)


def he_variance(n_in):
    return 2 / n_in


def xavier_normal(n_in, n_out):
    return torch.nn.init.xavier_normal_(torch.empty(n_in, n_out))


def he_normal(n_in, n_out):
    return torch.nn.init.kaiming_normal_(torch.empty(n_in, n_out), nonlinearity="relu")


def filter_gradients(x, t, K, b, v):
    K = K.detach().clone().requires_grad_()
    a = torch.tanh(F.conv2d(x, K, b))
    y = a.mean(dim=(2, 3)) @ v
    loss = torch.mean((y - t) ** 2)
    loss.backward()
    return K.grad
