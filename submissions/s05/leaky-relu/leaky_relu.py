import torch


def relu(x):
    return torch.where(x > 0, x, torch.zeros_like(x))


def leaky_relu(x, m):
    return torch.where(x > 0, x, m * x)


def relu_derivative(x):
    return torch.where(x > 0, 1.0, 0.0)


def leaky_relu_derivative(x, m):
    return torch.where(x > 0, 1.0, float(m))


def leaky_relu_backward(dY, x, m):
    return dY * leaky_relu_derivative(x, m)


def layer_gradients(X, W, b, dY, m):
    Z = X @ W + b
    n = X.shape[0]
    dZ = leaky_relu_backward(dY, Z, m) / n
    return {"dW": X.T @ dZ, "db": dZ.sum(dim=0)}


def dead_units(X, W, b):
    Z = X @ W + b
    return torch.all(Z <= 0, dim=0)
