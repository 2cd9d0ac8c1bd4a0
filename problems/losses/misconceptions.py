"""What students write instead: each function stands in for one of `reference.py`, and for its callers too."""

import torch
from reference import (
    cross_entropy,
    cross_entropy_hessian,
    log_softmax,
    mse,
    mse_gradient,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_gradient,
)

# --- the squared error --------------------------------------------------------------------------------


def mse_summed(Y, Y_hat):
    return ((Y - Y_hat) ** 2).sum()


def mse_over_samples_only(Y, Y_hat):
    return ((Y - Y_hat) ** 2).sum() / len(Y)


def mse_halved(Y, Y_hat):
    return mse(Y, Y_hat) / 2


def mse_rooted(Y, Y_hat):
    return mse(Y, Y_hat).sqrt()


def absolute_error(Y, Y_hat):
    return (Y - Y_hat).abs().mean()


def mse_gradient_summed(Y, Y_hat):
    return 2 * (Y_hat - Y)


def mse_gradient_over_samples_only(Y, Y_hat):
    return 2 * (Y_hat - Y) / len(Y)


def mse_gradient_without_two(Y, Y_hat):
    return (Y_hat - Y) / Y.numel()


def mse_gradient_sign_flipped(Y, Y_hat):
    return -mse_gradient(Y, Y_hat)


# --- the cross-entropy --------------------------------------------------------------------------------


def ce_summed(Y, P):
    return cross_entropy(Y, P) * len(Y)


def ce_of_logits_summed(Y, Z):
    return softmax_cross_entropy(Y, Z) * len(Y)


def ce_over_elements(Y, P):
    return cross_entropy(Y, P) / Y.shape[1]


def ce_of_logits_over_elements(Y, Z):
    return softmax_cross_entropy(Y, Z) / Y.shape[1]


def ce_sign_flipped(Y, P):
    return -cross_entropy(Y, P)


def ce_of_logits_sign_flipped(Y, Z):
    return -softmax_cross_entropy(Y, Z)


def ce_in_bits(Y, P):
    return cross_entropy(Y, P) / torch.log(torch.tensor(2.0))


def ce_of_logits_in_bits(Y, Z):
    return softmax_cross_entropy(Y, Z) / torch.log(torch.tensor(2.0))


def ce_base_ten(Y, P):
    return cross_entropy(Y, P) / torch.log(torch.tensor(10.0))


def ce_of_logits_base_ten(Y, Z):
    return softmax_cross_entropy(Y, Z) / torch.log(torch.tensor(10.0))


def ce_per_sample(Y, P):
    return -(Y * torch.log(P)).sum(dim=1)


def ce_of_logits_per_sample(Y, Z):
    return -(Y * log_softmax(Z)).sum(dim=1)


def ce_exchanged(Y, P):
    return cross_entropy(P, Y)


def ce_with_other_classes(Y, P):
    return cross_entropy(Y, P) + cross_entropy(1 - Y, 1 - P)


def ce_of_largest_label(Y, P):
    return cross_entropy(_one_hot_of_largest(Y), P)


def ce_of_logits_of_largest_label(Y, Z):
    return softmax_cross_entropy(_one_hot_of_largest(Y), Z)


def gradient_of_largest_label(Y, Z):
    return softmax_cross_entropy_gradient(_one_hot_of_largest(Y), Z)


def _one_hot_of_largest(Y):
    return torch.eye(Y.shape[1], dtype=Y.dtype)[Y.argmax(dim=1)]


# --- the softmax --------------------------------------------------------------------------------------


def softmax_of_columns(Z):
    return softmax(Z.T).T


def ce_of_softmax_of_columns(Y, Z):
    return -(Y * log_softmax(Z.T).T).sum() / len(Y)


def softmax_of_everything(Z):
    return softmax(Z.reshape(1, -1)).reshape(Z.shape)


def softmax_without_shift(Z):
    e = torch.exp(Z)
    return e / e.sum(dim=1, keepdim=True)


def ce_without_shift(Y, Z):
    return cross_entropy(Y, softmax_without_shift(Z))


def gradient_without_shift(Y, Z):
    return (softmax_without_shift(Z) - Y) / len(Y)


def ce_of_softmax_of_softmax(Y, Z):
    return softmax_cross_entropy(Y, softmax(Z))


# --- the gradients by the logits ----------------------------------------------------------------------


def gradient_summed(Y, Z):
    return softmax_cross_entropy_gradient(Y, Z) * len(Y)


def gradient_over_elements(Y, Z):
    return softmax_cross_entropy_gradient(Y, Z) / Y.shape[1]


def gradient_sign_flipped(Y, Z):
    return -softmax_cross_entropy_gradient(Y, Z)


def gradient_by_probabilities(Y, Z):
    return -Y / softmax(Z) / len(Y)


def gradient_with_diagonal_jacobian(Y, Z):
    P = softmax(Z)
    return -Y * (1 - P) / len(Y)


def mse_gradient_without_jacobian(Y, Z):
    return mse_gradient(Y, softmax(Z))


def mse_gradient_with_diagonal_jacobian(Y, Z):
    P = softmax(Z)
    return mse_gradient(Y, P) * P * (1 - P)


def mse_gradient_as_cross_entropy(Y, Z):
    return softmax_cross_entropy_gradient(Y, Z)


# --- the second derivatives ---------------------------------------------------------------------------


def hessian_diagonal(z):
    return torch.diag(torch.diag(cross_entropy_hessian(z)))


def hessian_diagonal_only_vector(z):
    return torch.diag(cross_entropy_hessian(z))


def hessian_of_probabilities_only(z):
    return torch.diag(softmax(z[None])[0])


def hessian_sign_flipped(z):
    return -cross_entropy_hessian(z)


def hessian_with_positive_products(z):
    p = softmax(z[None])[0]
    return torch.diag(p) + torch.outer(p, p)
