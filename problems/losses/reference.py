"""Squared error and cross-entropy: values, gradients, large logits, and which of them is convex.

MSE = mean (Y - Y_hat)^2,   L = -1/m sum_i sum_c Y_ic log P_ic,   P = softmax(Z) row by row
"""

import torch


def mse(Y, Y_hat):
    """The squared error, averaged over all elements."""
    return ((Y - Y_hat) ** 2).mean()


def mse_gradient(Y, Y_hat):
    """dMSE/dY_hat."""
    return 2 * (Y_hat - Y) / Y.numel()


def cross_entropy(Y, P):
    """Summed over the classes, averaged over the m samples."""
    return -(Y * torch.log(P)).sum() / len(Y)


def log_softmax(Z):
    """log P; the largest logit of each row is taken off first, so that no exponential overflows."""
    shifted = Z - Z.max(dim=1, keepdim=True).values  # (m, C)
    return shifted - torch.log(torch.exp(shifted).sum(dim=1, keepdim=True))


def softmax(Z):
    """P, of which each row sums to 1."""
    return torch.exp(log_softmax(Z))


def softmax_cross_entropy(Y, Z):
    """The cross-entropy of softmax(Z); P itself may underflow to 0, its logarithm does not."""
    return -(Y * log_softmax(Z)).sum() / len(Y)


def softmax_cross_entropy_gradient(Y, Z):
    """dL/dZ; each row of Y sums to 1."""
    return (softmax(Z) - Y) / len(Y)


def softmax_mse(Y, Z):
    """The squared error of softmax(Z)."""
    return mse(Y, softmax(Z))


def softmax_mse_gradient(Y, Z):
    """dMSE/dZ: the gradient by P through the Jacobian diag(p) - p p^T of each row."""
    P = softmax(Z)
    dP = mse_gradient(Y, P)
    return P * (dP - (P * dP).sum(dim=1, keepdim=True))


def cross_entropy_hessian(z):
    """The second derivatives of the cross-entropy of one sample by its logits (C,), whatever its label."""
    p = softmax(z.reshape(1, -1)).flatten()
    return torch.diag(p) - torch.outer(p, p)


def counterexample():
    """Towards b, where the softmax is confidently wrong, the squared error levels off."""
    return {"y": [1, 0], "a": [0, 0], "b": [-8, 0]}
