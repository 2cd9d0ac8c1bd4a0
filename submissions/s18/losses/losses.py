import torch


def mse(Y, Y_hat):
    d = Y - Y_hat
    return torch.sum(d * d) / d.numel() / 2


def mse_gradient(Y, Y_hat):
    d = Y - Y_hat
    return -d / d.numel()


def softmax(Z):
    Z = Z - Z.max(1, keepdim=True)[0]
    return torch.exp(Z) / torch.exp(Z).sum(1, keepdim=True)


def log_softmax(Z):
    Z = Z - Z.max(1, keepdim=True)[0]
    return Z - torch.log(torch.exp(Z).sum(1, keepdim=True))


def cross_entropy(Y, P):
    m = len(Y)
    return -torch.sum(Y * torch.log2(P)) / m


def softmax_cross_entropy(Y, Z):
    m = len(Y)
    return -torch.sum(Y * log_softmax(Z)) / torch.log(torch.tensor(2.0)) / m


def jacobian(p):
    return torch.diag(p) - torch.outer(p, p)


def hessian(p):
    return torch.diag(p) + torch.outer(p, p)


def softmax_cross_entropy_gradient(Y, Z):
    m = len(Y)
    return torch.stack([(p - y) / m for y, p in zip(Y, softmax(Z))])


def softmax_mse_gradient(Y, Z):
    P = softmax(Z)
    dP = 2 * (P - Y) / P.numel()
    return torch.stack([jacobian(p) @ g for p, g in zip(P, dP)])


def cross_entropy_hessian(z):
    p = softmax(z.view(1, -1)).view(-1)
    return hessian(p)


def counterexample():
    return {"y": [0, 1], "a": [8, 0], "b": [0, 0]}
