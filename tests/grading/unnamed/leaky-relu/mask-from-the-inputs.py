import torch


def relu(x):
    return torch.maximum(torch.tensor(0.0), x)


def leaky_relu(x, m):
    return relu(x) - m * relu(-x)


def relu_derivative(x):
    return torch.sign(relu(x))


def leaky_relu_derivative(x, m):
    # slope 1 on the right, and what is left of it on the left
    return torch.where(x > 0, 1.0, 1 - m)


def leaky_relu_backward(dY, x, m):
    return dY * leaky_relu_derivative(x, m)


def layer_gradients(X, W, b, dY, m):
    dZ = leaky_relu_backward(dY, X, m)
    return {"dW": X.T @ dZ, "db": dZ.sum(0)}


def dead_units(X, W, b):
    Z = X @ W + b
    return [bool(column.max() < 0) for column in Z]
