import torch


def step(x):
    return (x > 0).float()


def other_side(x):
    return 1 - step(x)


def relu(x):
    return x * step(x)


def leaky_relu(x, m):
    return x * step(x) + m * x * other_side(x)


def relu_derivative(x):
    return step(x)


def leaky_relu_derivative(x, m):
    return step(x) + m * other_side(x)


def leaky_relu_backward(dY, x, m):
    return leaky_relu_derivative(x, m) * dY


def layer_gradients(X, W, b, dY, m):
    pre = torch.mm(X, W) + b
    d_pre = leaky_relu_backward(dY, pre, m)
    dW = torch.mm(X.t(), d_pre)
    db = d_pre.sum(0)
    return dict(dW=dW, db=db)


def dead_units(X, W, b):
    pre = torch.mm(X, W) + b
    return step(pre).sum(0) == 0
