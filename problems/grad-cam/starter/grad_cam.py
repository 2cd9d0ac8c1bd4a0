"""Grad-CAM: where in an image a network finds what speaks for a class."""

import torch


def score_gradients(head, A, classes):
    """Returns the gradient of each image's class score by its feature maps, (N, K, H, W).

    Args:
        head: gives the logits (N, C) of feature maps (N, K, H, W); call it as head(A).
        A: the feature maps, (N, K, H, W).
        classes: the class c of each image, (N,) whole numbers.
    """
    raise NotImplementedError


def channel_weights(G):
    """Returns alpha, (N, K), from the gradients G of the class scores, (N, K, H, W)."""
    raise NotImplementedError


def heat_map(A, G):
    """Returns the map of each image, (N, H, W), from feature maps A and gradients G, both (N, K, H, W)."""
    raise NotImplementedError


def grad_cam(model, x, classes):
    """Returns the map of each image for its class, (N, H, W).

    Args:
        model: model.features(x) gives the feature maps A, model.head(A) the logits.
        x: the images.
        classes: the class c of each image, (N,) whole numbers.
    """
    raise NotImplementedError
