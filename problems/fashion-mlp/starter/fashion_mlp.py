"""A multi-layer perceptron for pictures of clothes: model, optimiser, loss, training, prediction."""

import torch
from torch import nn


def make_model(sizes):
    """Returns a new nn.Module: linear layers with ReLUs between them, and a log-softmax at the end.

    Args:
        sizes: the numbers of inputs, of units in each hidden layer, and of classes, such as [784, 600, 600, 10].
    """
    raise NotImplementedError


def make_optimizer(model):
    """Returns Adam for the model's parameters, with the learning rate 0.001 and all else as usual."""
    raise NotImplementedError


def loss(outputs, labels):
    """Returns the cross-entropy, averaged over the batch, one number.

    Args:
        outputs: what the model returns, log-probabilities, (N, classes).
        labels: the right classes, N integers.
    """
    raise NotImplementedError


def fit(model, optimizer, batches, epochs):
    """Trains the model in place, one step for each batch.

    Args:
        model: the model.
        optimizer: an optimiser of its parameters.
        batches: a list of pairs (images, labels), taken in this order in every epoch.
        epochs: how many times to go through all batches.

    Returns:
        A list of `epochs` numbers: the mean over the batches of the loss that each had before its step.
    """
    raise NotImplementedError


def predict(model, images):
    """Returns the most probable class of each image, N integers; images is (N, inputs)."""
    raise NotImplementedError
