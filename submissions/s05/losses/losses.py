import torch


def mse(Y, Y_hat):
    return ((Y_hat - Y) ** 2).sum()


def mse_gradient(Y, Y_hat):
    return 2 * (Y_hat - Y)


def cross_entropy(Y, P):
    return -(Y * torch.log(P)).sum()


def softmax(Z):
    e = torch.exp(Z - Z.max(dim=1, keepdim=True).values)
    return e / e.sum(dim=1, keepdim=True)


def softmax_cross_entropy(Y, Z):
    logP = Z - torch.logsumexp(Z, dim=1, keepdim=True)
    return -(Y * logP).sum()


def softmax_cross_entropy_gradient(Y, Z):
    return softmax(Z) - Y


def softmax_mse_gradient(Y, Z):
    P = softmax(Z)
    g = 2 * (P - Y)
    return P * g - P * (P * g).sum(dim=1, keepdim=True)


def cross_entropy_hessian(z):
    p = softmax(z[None, :])[0]
    H = -torch.outer(p, p)
    for c in range(len(p)):
        H[c, c] += p[c]
    return H


def counterexample():
    return {"y": [1, 0], "a": [-10, 0], "b": [-1, 0]}
