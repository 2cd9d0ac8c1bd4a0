import torch
from torch import autograd


def relu(x):
    return torch.maximum(x, torch.zeros_like(x))


def leaky_relu(x, m):
    return torch.where(x > 0, x, m * x)


def relu_derivative(x):
    return (x > 0).float()


def leaky_relu_derivative(x, m):
    d = torch.ones_like(x)
    d[x <= 0] = m
    return d


def leaky_relu_backward(dY, x, m):
    x = x.clone().requires_grad_(True)
    return autograd.grad(leaky_relu(x, m), x, dY)[0]


def layer_gradients(X, W, b, dY, m):
    W = W.clone().requires_grad_(True)
    b = b.clone().requires_grad_(True)
    Y = leaky_relu(torch.matmul(X, W) + b, m)
    dW, db = autograd.grad(Y, [W, b], dY)
    return {"dW": dW, "db": db}


def dead_units(X, W, b):
    Z = torch.matmul(X, W) + b
    return torch.all(Z <= 0, dim=0)
