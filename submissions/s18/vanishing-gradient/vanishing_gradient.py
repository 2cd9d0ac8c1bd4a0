import torch
from torch import sigmoid, tanh


class Layer:
    def __init__(self, W, b, f=None):
        self.W, self.b, self.f = W, b, f

    def forward(self, x):
        self.x = x
        z = x @ self.W + self.b
        if self.f == "sigmoid":
            z = sigmoid(z)
        if self.f == "tanh":
            z = tanh(z)
        if self.f == "relu":
            z = z * (z > 0)
        self.y = z
        return z

    def backward(self, dy):
        if self.f == "sigmoid":
            dy = dy * self.y * (1 - self.y)
        if self.f == "tanh":
            dy = dy * (1 - self.y ** 2)
        if self.f == "relu":
            dy = dy * (self.y > 0)
        self.dW = self.x.T @ dy
        return dy @ self.W.T


def build(W, b, f):
    hidden = [Layer(w, c, f) for w, c in zip(W[:-1], b[:-1])]
    return hidden + [Layer(W[-1], b[-1])]


def forward(x, W, b, f):
    for layer in build(W, b, f):
        x = layer.forward(x)
    return x


def gradients(x, t, W, b, f):
    net = build(W, b, f)
    y = x
    for layer in net:
        y = layer.forward(y)
    d = (y - t) / len(t)
    for layer in reversed(net):
        d = layer.backward(d)
    return [layer.dW for layer in net]


def norms(G):
    return torch.stack([torch.sqrt(torch.sum(g * g)) for g in G])


def first_layer_norms(x, t, W, b, f):
    every = norms(gradients(x, t, W, b, f))
    return every[:len(W) - 1]


def decay(r):
    logs = torch.log(r)
    return torch.exp((logs[-1] - logs[0]) / (len(r) - 1))
