import torch


def mse(Y, Y_hat):
    return (Y_hat - Y).pow(2).sum().div(Y.numel())


def mse_gradient(Y, Y_hat):
    return (Y_hat - Y) / (Y.numel() / 2)


def cross_entropy(Y, P):
    return torch.xlogy(Y, P).sum(1).neg().mean()


def lse(Z):
    top = Z.amax(1)
    return top + (Z.T - top).exp().sum(0).log()


def softmax(Z):
    return (Z - lse(Z)[:, None]).exp()


def softmax_cross_entropy(Y, Z):
    # log p_c = z_c - lse(z), and the labels of a row sum to one.
    return (lse(Z) - (Y * Z).sum(1)).mean()


def jacobians(P):
    """diag(p) - p p^T of each row: (m, C, C)."""
    return torch.diag_embed(P) - P[:, :, None] * P[:, None, :]


def softmax_cross_entropy_gradient(Y, Z):
    P = softmax(Z)
    return torch.einsum("mck,mc->mk", jacobians(P), -Y / P) / Y.shape[0]


def softmax_mse_gradient(Y, Z):
    P = softmax(Z)
    return torch.bmm(jacobians(P), mse_gradient(Y, P)[:, :, None]).squeeze(2)


def cross_entropy_hessian(z):
    return jacobians(softmax(z.view(1, -1)))[0]


def counterexample():
    label, start = [0, 0, 0, 1], [3, 0, 0, 0]
    return {"y": label, "a": start, "b": [value + 5 * (1 - one) for value, one in zip(start, label)]}
