import torch


def relu(x):
    return torch.clamp(x, 0)


def leaky_relu(x, m):
    return torch.where(x > m, x, m * x)


def relu_derivative(x):
    return (x > 0).to(x.dtype)


def leaky_relu_derivative(x, m):
    return torch.where(x > m, torch.ones_like(x), torch.full_like(x, m))


def leaky_relu_backward(dY, x, m):
    return leaky_relu_derivative(x, m) * dY


def layer_gradients(X, W, b, dY, m):
    dZ = leaky_relu_backward(dY, torch.mm(X, W) + b, m)
    return {"dW": torch.mm(X.T, dZ), "db": dZ.sum(dim=0)}


def dead_units(X, W, b):
    return torch.all(torch.mm(X, W) + b <= 0, dim=0)
