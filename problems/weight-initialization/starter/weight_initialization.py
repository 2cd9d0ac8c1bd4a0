"""Weight initialisation: the variances of Xavier and He, weights drawn with them, and what constant weights do."""

import torch


def xavier_variance(n_in, n_out):
    """Returns the variance of the Xavier (Glorot) normal initialisation, a number."""
    raise NotImplementedError


def he_variance(n_in):
    """Returns the variance of the He normal initialisation, a number."""
    raise NotImplementedError


def xavier_normal(n_in, n_out):
    """Returns new weights (n_in, n_out), drawn from the normal distribution of mean 0 and Xavier's variance."""
    raise NotImplementedError


def he_normal(n_in, n_out):
    """Returns new weights (n_in, n_out), drawn from the normal distribution of mean 0 and He's variance."""
    raise NotImplementedError


def filter_gradients(x, t, K, b, v):
    """Returns the gradient of the loss with respect to the filters K, in the shape of K.

    Args:
        x: the images, (N, C, H, W).
        t: the targets, (N,).
        K: the filters, (F, C, k1, k2).
        b: their biases, (F,).
        v: the output weights, (F,).
    """
    raise NotImplementedError
