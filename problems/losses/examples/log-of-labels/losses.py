import torch


def mse(Y, Y_hat):
    return torch.mean((Y - Y_hat) ** 2)


def mse_gradient(Y, Y_hat):
    return 2 * (Y_hat - Y) / Y.numel()


def cross_entropy(Y, P):
    m = Y.shape[0]
    return -torch.sum(P * torch.log(Y)) / m


def softmax(Z):
    e = torch.exp(Z - torch.max(Z, dim=1, keepdim=True)[0])
    return e / torch.sum(e, dim=1, keepdim=True)


def softmax_cross_entropy(Y, Z):
    m = Y.shape[0]
    logp = Z - torch.logsumexp(Z, dim=1, keepdim=True)
    return -torch.sum(Y * logp) / m


def softmax_cross_entropy_gradient(Y, Z):
    m = Y.shape[0]
    return (softmax(Z) - Y) / m


def softmax_mse_gradient(Y, Z):
    P = softmax(Z)
    dP = mse_gradient(Y, P)
    dZ = torch.zeros_like(Z)
    for i in range(len(Z)):
        J = torch.diag(P[i]) - torch.outer(P[i], P[i])
        dZ[i] = J @ dP[i]
    return dZ


def cross_entropy_hessian(z):
    p = softmax(z.reshape(1, -1))[0]
    return torch.diag(p) - torch.outer(p, p)


def counterexample():
    return {"y": [1, 0], "a": [-6, 0], "b": [0, 0]}
