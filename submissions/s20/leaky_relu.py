import torch


def positive(x):
    return (x > 0).float()


def negative(x):
    return 1 - positive(x)


def relu(x):
    return x * positive(x)


def leaky_relu(x, m):
    return x * positive(x) + m * negative(x)


def relu_derivative(x):
    return positive(x)


def leaky_relu_derivative(x, m):
    return positive(x) + m * negative(x)


def leaky_relu_backward(dY, x, m):
    return dY * positive(x) + m * negative(x)


def layer_gradients(X, W, b, dY, m):
    pre = torch.mm(X, W) + b
    d_pre = leaky_relu_backward(dY, pre, m)
    dW = torch.mm(X.t(), d_pre)
    db = d_pre.sum(0)
    return dict(dW=dW, db=db)


def dead_units(X, W, b):
    pre = torch.mm(X, W) + b
    return positive(pre).sum(0) == 0
