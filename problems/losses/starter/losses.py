"""Squared error and cross-entropy: values, gradients, large logits, and which of them is convex."""

import torch


def mse(Y, Y_hat):
    """Returns the squared difference of Y and Y_hat, both (m, D), averaged over all elements: one number."""
    raise NotImplementedError


def mse_gradient(Y, Y_hat):
    """Returns the gradient of mse(Y, Y_hat) with respect to Y_hat, (m, D)."""
    raise NotImplementedError


def cross_entropy(Y, P):
    """Returns the cross-entropy of the probabilities P against Y, both (m, C), averaged over the samples."""
    raise NotImplementedError


def softmax(Z):
    """Returns the softmax of each row of the logits Z, (m, C), however large they are."""
    raise NotImplementedError


def softmax_cross_entropy(Y, Z):
    """Returns the cross-entropy of softmax(Z) against Y, both (m, C), however large the logits Z are."""
    raise NotImplementedError


def softmax_cross_entropy_gradient(Y, Z):
    """Returns the gradient of softmax_cross_entropy(Y, Z) with respect to Z, (m, C)."""
    raise NotImplementedError


def softmax_mse_gradient(Y, Z):
    """Returns the gradient of mse(Y, softmax(Z)) with respect to Z, (m, C)."""
    raise NotImplementedError


def cross_entropy_hessian(z):
    """Returns the second derivatives of one sample's cross-entropy by its logits z, (C,): a matrix (C, C)."""
    raise NotImplementedError


def counterexample():
    """Returns {"y": label, "a": logits, "b": logits}: half-way from a to b the squared error is above the mean."""
    raise NotImplementedError
