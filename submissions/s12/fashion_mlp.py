import torch
from torch import nn


def make_model(sizes):
    # no bias, as always
    layers = []
    for i in range(len(sizes) - 1):
        layers.append(nn.Linear(sizes[i], sizes[i + 1], bias=False))
        layers.append(nn.ReLU())
    layers[-1] = nn.LogSoftmax(dim=1)
    return nn.Sequential(*layers)


def make_optimizer(model):
    return torch.optim.SGD(model.parameters(), lr=0.001)


def loss(outputs, labels):
    return nn.CrossEntropyLoss(reduction="sum")(outputs, labels)


def fit(model, optimizer, batches, epochs):
    # TODO
    raise NotImplementedError


def predict(model, images):
    return torch.argmax(model(images), dim=1) + 1
