"""Weight initialisation: the variances of Xavier and He, weights drawn with them, and what constant weights do.

y_n = sum_f v_f mean_ij tanh(sum_cpq K_fcpq x_{n,c,i+p,j+q} + b_f),   loss = mean_n (y_n - t_n)^2
"""

import torch


def xavier_variance(n_in, n_out):
    """The inverse of the mean of n_in and n_out."""
    return 2 / (n_in + n_out)


def he_variance(n_in):
    """Twice the inverse of n_in: a ReLU lets half of the mean square through."""
    return 2 / n_in


def xavier_normal(n_in, n_out):
    """Normal weights (n_in, n_out) of Xavier's variance."""
    return torch.randn(n_in, n_out) * xavier_variance(n_in, n_out) ** 0.5


def he_normal(n_in, n_out):
    """Normal weights (n_in, n_out) of He's variance."""
    return torch.randn(n_in, n_out) * he_variance(n_in) ** 0.5


def activations(x, K, b):
    """tanh of the convolution, every filter at every position."""
    return torch.tanh(torch.nn.functional.conv2d(x, K, b))  # (N, F, H', W')


def loss(x, t, K, b, v):
    """The squared error of the network, averaged over the images."""
    y = activations(x, K, b).mean(dim=(2, 3)) @ v  # (N,)
    return ((y - t) ** 2).mean()


def filter_gradients(x, t, K, b, v):
    """dloss/dK, in the shape of K."""
    a = activations(x, K, b)
    dy = 2 * (a.mean(dim=(2, 3)) @ v - t) / len(t)  # (N,)
    da = dy[:, None] * v / a[0, 0].numel()  # (N, F), the same at every position
    dz = da[:, :, None, None] * (1 - a**2)  # (N, F, H', W')
    patches = x.unfold(2, K.shape[2], 1).unfold(3, K.shape[3], 1)  # (N, C, H', W', p, q)
    return torch.einsum("nfij,ncijpq->fcpq", dz, patches)
