import torch


def relu(x):
    if x.max() > 0:
        return torch.clamp(x, min=0)
    return torch.zeros_like(x)


def leaky_relu(x, m):
    if x.mean() > 0:
        return x
    return m * x


def relu_derivative(x):
    if x.mean() > 0:
        return torch.ones_like(x)
    return torch.zeros_like(x)


def leaky_relu_derivative(x, m):
    if x.mean() > 0:
        return torch.ones_like(x)
    return m * torch.ones_like(x)


def leaky_relu_backward(dY, x, m):
    return dY * leaky_relu_derivative(x, m)


def layer_gradients(X, W, b, dY, m):
    dZ = leaky_relu_backward(dY, X @ W + b, m)
    return {"dW": X.T @ dZ, "db": dZ.sum(0)}


def dead_units(X, W, b):
    return (X @ W + b).mean(0) <= 0
