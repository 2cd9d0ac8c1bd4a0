import torch


class Leaky:
    def __init__(self, m):
        self.m = m

    def forward(self, x):
        self.negative = x.le(0)
        return x.masked_fill(self.negative, 0) + self.m * x.clamp(max=0)

    def backward(self, grad):
        return grad.masked_fill(self.negative, 0) + self.m * grad * self.negative


class Layer:
    def __init__(self, W, b, m):
        self.W, self.b, self.activation = W, b, Leaky(m)

    def forward(self, X):
        self.X = X
        return self.activation.forward(X.mm(self.W).add(self.b))

    def backward(self, grad):
        grad = self.activation.backward(grad)
        return {"dW": self.X.t().mm(grad), "db": grad.sum(dim=0)}


def relu(x):
    return Leaky(0).forward(x)


def leaky_relu(x, m):
    return Leaky(m).forward(x)


def relu_derivative(x):
    return leaky_relu_backward(torch.ones(x.shape), x, 0)


def leaky_relu_derivative(x, m):
    return leaky_relu_backward(torch.ones(x.shape), x, m)


def leaky_relu_backward(dY, x, m):
    unit = Leaky(m)
    unit.forward(x)
    return unit.backward(dY)


def layer_gradients(X, W, b, dY, m):
    layer = Layer(W, b, m)
    layer.forward(X)
    return layer.backward(dY)


def dead_units(X, W, b):
    output = Layer(W, b, 0).forward(X)
    return output.sum(dim=0) == 0
