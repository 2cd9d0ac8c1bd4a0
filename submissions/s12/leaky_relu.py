import torch


def relu(x):
    out = x.clone()
    out[out < 0] = 0
    return out


def leaky_relu(x, m):
    out = x.clone()
    out[x < 0] = 0
    return out


def relu_derivative(x):
    d = torch.zeros_like(x)
    d[x > 0] = 1
    return d


def leaky_relu_derivative(x, m):
    d = torch.ones_like(x)
    d[x <= 0] = m
    return d


def leaky_relu_backward(dY, x, m):
    return leaky_relu_derivative(x, m)


def layer_gradients(X, W, b, dY, m):
    out = X.matmul(W) + b
    grad = leaky_relu_backward(dY, out, m)
    grads = {}
    grads["dW"] = X.transpose(0, 1).matmul(grad)
    grads["db"] = grad.sum(axis=0)
    return grads


def dead_units(X, W, b):
    out = X.matmul(W) + b
    alive = (out > 0).any(dim=0)
    return ~alive
