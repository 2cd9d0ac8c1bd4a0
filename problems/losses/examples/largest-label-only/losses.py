import torch


def mse(Y, Y_hat):
    return torch.mean((Y - Y_hat) ** 2)


def mse_gradient(Y, Y_hat):
    return 2 * (Y_hat - Y) / Y.numel()


def cross_entropy(Y, P):
    c = Y.argmax(dim=1)
    return -torch.log(P[torch.arange(len(Y)), c]).mean()


def softmax(Z):
    e = torch.exp(Z - torch.max(Z, dim=1, keepdim=True)[0])
    return e / torch.sum(e, dim=1, keepdim=True)


def softmax_cross_entropy(Y, Z):
    c = Y.argmax(dim=1)
    logp = Z - torch.logsumexp(Z, dim=1, keepdim=True)
    return -logp[torch.arange(len(Y)), c].mean()


def softmax_cross_entropy_gradient(Y, Z):
    dZ = softmax(Z)
    dZ[torch.arange(len(Y)), Y.argmax(dim=1)] -= 1
    return dZ / len(Y)


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
