import torch


def relu(x):
    return x * (x > 0)


def leaky_relu(x, m):
    return torch.where(x > 0, x, x * m)


def relu_derivative(x):
    return torch.where(x > 0, 1.0, 0.0)


def leaky_relu_derivative(x, m):
    return torch.where(x > 0, 1.0, float(m))


def leaky_relu_backward(dY, x, m):
    return dY * leaky_relu_derivative(x, m)


def layer_gradients(X, W, b, dY, m):
    Z = X @ W + b
    slope = leaky_relu_derivative(Z, m)
    dZ = leaky_relu_backward(dY, Z, m) * slope
    return {"dW": X.T @ dZ, "db": dZ.sum(dim=0)}


def dead_units(X, W, b):
    return relu(X @ W + b).sum(dim=0) == 0
