"""Grad-CAM: where in an image a network finds what speaks for a class.

alpha_k = mean over positions of dy^c/dA^k,   map = relu(sum_k alpha_k A^k),   y^c the class's logit
"""

import torch


def score_gradients(head, A, classes):
    """dy^c/dA, where c is each image's own class."""
    A = A.detach().requires_grad_(True)
    scores = head(A)[torch.arange(len(A)), classes]  # (N,)
    # The images do not touch each other, so the gradient of the sum holds the gradient of each.
    (gradient,) = torch.autograd.grad(scores.sum(), A)
    return gradient


def class_scores(A, classes, weights):
    """y^c of each image; the head's layers written out."""
    hidden = torch.tanh(A.reshape(len(A), -1) @ weights["V"].T + weights["c"])
    return (hidden @ weights["U"].T + weights["d"])[torch.arange(len(A)), classes]  # (N,)


def channel_weights(G):
    """alpha, the gradients averaged over positions."""
    return G.mean(dim=(2, 3))  # (N, K)


def weighted_map(alpha, A):
    """The positive part of the weighted sum of the feature maps."""
    return torch.relu(torch.einsum("...k,...kij->...ij", alpha, A))


def heat_map(A, G):
    """The map, with the weights that the gradients give."""
    return weighted_map(channel_weights(G), A)


def grad_cam(model, x, classes):
    """The maps of the images, each for its own class."""
    A = model.features(x)
    return heat_map(A, score_gradients(model.head, A, classes))
