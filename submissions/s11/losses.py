import math

import torch


def mse(Y, Y_hat):
    total = 0.0
    count = 0
    for row, guess in zip(Y.tolist(), Y_hat.tolist()):
        for y, g in zip(row, guess):
            total += (y - g) ** 2
            count += 1
    return total / count


def mse_gradient(Y, Y_hat):
    gradient = torch.zeros_like(Y)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[1]):
            gradient[i, j] = 2 * (Y_hat[i, j] - Y[i, j]) / (Y.shape[0] * Y.shape[1])
    return gradient


def cross_entropy(Y, P):
    total = 0.0
    for labels, p in zip(Y.tolist(), P.tolist()):
        for k in range(len(p)):
            total -= labels[k] * math.log(p[k])
    return total / len(Y)


def one_row(z):
    """The softmax of a list of logits, and its logarithms."""
    top = max(z)
    log_sum = top + math.log(sum(math.exp(value - top) for value in z))
    logs = [value - log_sum for value in z]
    return [math.exp(value) for value in logs], logs


def softmax(Z):
    return torch.tensor([one_row(z)[0] for z in Z.tolist()])


def softmax_cross_entropy(Y, Z):
    total = 0.0
    for labels, z in zip(Y.tolist(), Z.tolist()):
        logs = one_row(z)[1]
        for k in range(len(z)):
            total -= labels[k] * logs[k]
    return total / len(Y)


def softmax_cross_entropy_gradient(Y, Z):
    rows = []
    for labels, z in zip(Y.tolist(), Z.tolist()):
        p = one_row(z)[0]
        rows.append([(p[k] - labels[k]) / len(Y) for k in range(len(p))])
    return torch.tensor(rows)


def softmax_mse_gradient(Y, Z):
    rows = []
    for labels, z in zip(Y.tolist(), Z.tolist()):
        p = one_row(z)[0]
        C = len(p)
        row = []
        for k in range(C):
            g = 0.0
            for c in range(C):
                slope = p[c] * ((1.0 if c == k else 0.0) - p[k])
                g += 2 * (p[c] - labels[c]) / (len(Y) * C) * slope
            row.append(g)
        rows.append(row)
    return torch.tensor(rows)


def cross_entropy_hessian(z):
    p = one_row(z.tolist())[0]
    return torch.tensor([[p[c] * ((c == k) - p[k]) for k in range(len(p))] for c in range(len(p))])


def counterexample():
    y = [1, 0, 0]
    a = [-6, 0, 0]
    b = [0, 0, 0]
    return {"y": y, "a": a, "b": b}
