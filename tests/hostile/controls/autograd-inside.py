import torch

def double(x):
    y = x.clone().requires_grad_()
    (2 * y).sum().backward()
    return y.grad * x + 1
