import torch


def relu(x):
    return torch.relu(x)


def leaky_relu(x, m):
    return torch.where(x > 0, x, m * (torch.exp(x) - 1))


def relu_derivative(x):
    return (x > 0).float()


def leaky_relu_derivative(x, m):
    return torch.where(x > 0, torch.ones_like(x), m * torch.exp(x))


def leaky_relu_backward(dY, x, m):
    return dY * leaky_relu_derivative(x, m)


def layer_gradients(X, W, b, dY, m):
    dZ = leaky_relu_backward(dY, X @ W + b, m)
    return {"dW": X.T @ dZ, "db": dZ.sum(0)}


def dead_units(X, W, b):
    return ((X @ W + b) <= 0).all(0)
