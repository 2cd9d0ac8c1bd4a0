import torch


def double(x):
    x = x.requires_grad_()
    (x**2).sum().backward()
    return x.grad + torch.ones_like(x)
