"""A multi-layer perceptron for pictures of clothes: model, optimiser, loss, training, prediction.

z_l = W_l a_{l-1} + b_l,   a_l = relu(z_l),   outputs = log_softmax(z_L),   loss = mean of -outputs[label]
"""

from itertools import pairwise

import torch
from torch import nn


def make_model(sizes):
    """Linear layers of these sizes with ReLUs between; the outputs are log-probabilities."""
    layers = []
    for n_in, n_out in pairwise(sizes):
        layers += [nn.Linear(n_in, n_out), nn.ReLU()]
    return nn.Sequential(*layers[:-1], nn.LogSoftmax(dim=1))


def make_optimizer(model):
    """Adam with the learning rate 0.001."""
    return torch.optim.Adam(model.parameters(), lr=0.001)


def loss(outputs, labels):
    """The cross-entropy of log-probabilities, averaged over the batch."""
    return nn.functional.nll_loss(outputs, labels)


def fit(model, optimizer, batches, epochs):
    """Trains in place; the losses of the batches, averaged, for each epoch."""
    history = []
    for _ in range(epochs):
        total = 0.0
        for images, labels in batches:
            optimizer.zero_grad()
            value = loss(model(images), labels)
            value.backward()
            optimizer.step()
            total += value.item()
        history.append(total / len(batches))
    return history


def predict(model, images):
    """The most probable class of each image."""
    with torch.no_grad():
        return model(images).argmax(dim=1)


def network_loss(weights, biases, images, labels):
    """The loss as a function of the parameters, whose gradient is what a backward pass must give."""
    a = images
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        a = torch.relu(a @ W.T + b)
    z = a @ weights[-1].T + biases[-1]
    return (torch.logsumexp(z, dim=1) - z[torch.arange(len(z)), labels]).mean()
