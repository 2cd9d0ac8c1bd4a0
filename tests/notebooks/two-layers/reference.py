import torch


def relu(x):
    return torch.clamp(x, min=0)


def forward(X, W1, b1, W2, b2):
    return relu(X @ W1 + b1) @ W2 + b2  # (N, out)


def mse(y, t):
    return ((y - t) ** 2).mean()
