import torch


def relu(x):
    return torch.maximum(x, torch.zeros_like(x))


def leaky_relu(x, m=0.01):
    return torch.maximum(x, 0.01 * x)


def relu_derivative(x):
    return (x > 0).float()


def leaky_relu_derivative(x, m=0.01):
    d = torch.ones_like(x)
    d[x <= 0] = 0.01
    return d


def leaky_relu_backward(dY, x, m):
    return leaky_relu_derivative(x, m) * dY


def layer_gradients(X, W, b, dY, m):
    Z = torch.matmul(X, W) + b
    dZ = leaky_relu_backward(dY, Z, m)
    dW = torch.matmul(X.T, dZ)
    db = torch.sum(dZ, 0)
    return {"dW": dW, "db": db}


def dead_units(X, W, b):
    Z = torch.matmul(X, W) + b
    return torch.all(Z <= 0, dim=0)
