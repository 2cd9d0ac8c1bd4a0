"""What students write instead: each function stands in for one of `reference.py`."""

import torch
from reference import activations, filter_gradients, he_variance, xavier_variance


def _normal(n_in, n_out, variance):
    # In float32 whatever the default dtype is: these are the numbers that students get from the same seed.
    return torch.randn(n_in, n_out, dtype=torch.float32) * variance**0.5


def _uniform(n_in, n_out, variance):
    return (2 * torch.rand(n_in, n_out, dtype=torch.float32) - 1) * (3 * variance) ** 0.5


# --- the wrong variance -------------------------------------------------------------------------------


def xavier_half(n_in, n_out):
    return 1 / (n_in + n_out)


def xavier_normal_half(n_in, n_out):
    return _normal(n_in, n_out, xavier_half(n_in, n_out))


def he_half(n_in):
    return 1 / n_in


def he_normal_half(n_in, n_out):
    return _normal(n_in, n_out, he_half(n_in))


def xavier_bound(n_in, n_out):
    return 6 / (n_in + n_out)


def xavier_normal_bound(n_in, n_out):
    return _normal(n_in, n_out, xavier_bound(n_in, n_out))


def he_bound(n_in):
    return 6 / n_in


def he_normal_bound(n_in, n_out):
    return _normal(n_in, n_out, he_bound(n_in))


def xavier_as_he(n_in, n_out):
    return he_variance(n_in)


def xavier_normal_as_he(n_in, n_out):
    return _normal(n_in, n_out, he_variance(n_in))


def he_normal_as_xavier(n_in, n_out):
    return _normal(n_in, n_out, xavier_variance(n_in, n_out))


def xavier_product(n_in, n_out):
    return 2 / (n_in * n_out)


def xavier_normal_product(n_in, n_out):
    return _normal(n_in, n_out, xavier_product(n_in, n_out))


def xavier_without_parentheses(n_in, n_out):
    return 2 / n_in + n_out


def xavier_normal_without_parentheses(n_in, n_out):
    return _normal(n_in, n_out, xavier_without_parentheses(n_in, n_out))


def he_normal_of_outputs(n_in, n_out):
    return _normal(n_in, n_out, he_variance(n_out))


# --- variance and standard deviation ------------------------------------------------------------------


def xavier_std(n_in, n_out):
    return xavier_variance(n_in, n_out) ** 0.5


def he_std(n_in):
    return he_variance(n_in) ** 0.5


def xavier_normal_root(n_in, n_out):
    return _normal(n_in, n_out, xavier_std(n_in, n_out))


def he_normal_root(n_in, n_out):
    return _normal(n_in, n_out, he_std(n_in))


def xavier_normal_squared(n_in, n_out):
    return _normal(n_in, n_out, xavier_variance(n_in, n_out) ** 2)


def he_normal_squared(n_in, n_out):
    return _normal(n_in, n_out, he_variance(n_in) ** 2)


# --- the wrong distribution ---------------------------------------------------------------------------


def standard_normal(n_in, n_out):
    return _normal(n_in, n_out, 1.0)


def xavier_uniform(n_in, n_out):
    return _uniform(n_in, n_out, xavier_variance(n_in, n_out))


def he_uniform(n_in, n_out):
    return _uniform(n_in, n_out, he_variance(n_in))


# --- the gradients of the filters ---------------------------------------------------------------------


def gradients_without_tanh(x, t, K, b, v):
    a = activations(x, K, b)
    dy = 2 * (a.mean(dim=(2, 3)) @ v - t) / len(t)
    dz = (dy[:, None] * v / a[0, 0].numel())[:, :, None, None].expand_as(a)
    patches = x.unfold(2, K.shape[2], 1).unfold(3, K.shape[3], 1)
    return torch.einsum("nfij,ncijpq->fcpq", dz, patches)


def gradients_summed_over_batch(x, t, K, b, v):
    return filter_gradients(x, t, K, b, v) * len(t)


def gradients_summed_over_positions(x, t, K, b, v):
    return filter_gradients(x, t, K, b, v) * activations(x, K, b)[0, 0].numel()


def gradients_without_two(x, t, K, b, v):
    return filter_gradients(x, t, K, b, v) / 2


def gradients_with_sign_flipped(x, t, K, b, v):
    return -filter_gradients(x, t, K, b, v)


def gradients_rotated(x, t, K, b, v):
    return filter_gradients(x, t, K, b, v).flip(2, 3)


def gradients_without_output_weight(x, t, K, b, v):
    return filter_gradients(x, t, K, b, v) / v[:, None, None, None]
