"""The sheet's network: H = (0, 0.25), J = (0.25, 0.5), o = 0.875, MSE written as 0.01562."""

import torch


def hidden_activations(i, weights, biases):
    H = i
    out = []
    for w, b in zip(weights[:-1], biases[:-1]):
        H = torch.relu(torch.matmul(H, w) + b)
        out.append(H)
    return out


def forward(i, weights, biases):
    J = hidden_activations(i, weights, biases)[-1]
    return torch.matmul(J, weights[-1]) + biases[-1]


def mse(o, target):
    return ((target - o) ** 2).mean()


def gradients(i, target, weights, biases):
    acts = [i] + hidden_activations(i, weights, biases)
    o = forward(i, weights, biases)
    d = -2 * (target - o) / o.numel()
    out = {}
    n = len(weights)
    while n > 0:
        out["dW" + str(n)] = acts[n - 1].t() @ d
        out["db" + str(n)] = d.sum(0)
        d = (d @ weights[n - 1].t()) * (acts[n - 1] > 0)
        n -= 1
    return out
