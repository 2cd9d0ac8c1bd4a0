import torch


def mse(Y, Y_hat):
    """The quadratic loss: 1/n sum (Y - Y_hat)^2."""
    n = Y.numel()
    return torch.sum((Y - Y_hat) ** 2) / n


def mse_gradient(Y, Y_hat):
    return -2 / Y.numel() * (Y - Y_hat)


def cross_entropy(Y, P):
    """-1/m sum y log(y_hat)."""
    m = Y.shape[0]
    return -1 / m * torch.sum(Y * torch.log(P))


def softmax(Z):
    exponentials = torch.exp(Z - torch.amax(Z, dim=1, keepdim=True))
    return exponentials / torch.sum(exponentials, dim=1, keepdim=True)


def softmax_cross_entropy(Y, Z):
    m = Y.shape[0]
    return -1 / m * torch.sum(Y * (Z - torch.logsumexp(Z, dim=1)[:, None]))


def softmax_cross_entropy_gradient(Y, Z):
    return 1 / Y.shape[0] * (softmax(Z) - Y)


def softmax_mse_gradient(Y, Z):
    P = softmax(Z)
    dP = mse_gradient(Y, P)
    return P * (dP - torch.sum(P * dP, dim=1)[:, None])


def cross_entropy_hessian(z):
    p = softmax(z[None])[0]
    return torch.diag(p) - p[:, None] * p[None, :]


def counterexample():
    return {"y": [1, 0], "a": [-7.0, 0.0], "b": [0.0, 0.0]}
