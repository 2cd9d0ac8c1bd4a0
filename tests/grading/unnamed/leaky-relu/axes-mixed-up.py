import torch


def relu(x):
    x = x.clone()
    x[x < 0] = 0
    return x


def leaky_relu(x, m):
    out = x.clone()
    out[x < 0] *= m
    return out


def relu_derivative(x):
    return (x > 0) * 1.0


def leaky_relu_derivative(x, m):
    return (x > 0) * 1.0 + (x <= 0) * m


def leaky_relu_backward(dY, x, m):
    return dY * leaky_relu_derivative(x, m)


def layer_gradients(X, W, b, dY, m):
    z = X @ W + b
    dz = leaky_relu_backward(dY, z, m)
    dW = X.T @ dz
    db = dz.sum(1)
    return {"dW": dW, "db": db}


def dead_units(X, W, b):
    z = X @ W + b
    return (z <= 0).all(1)
