import torch
from torch import nn, optim


class MLP(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        layers = []
        for n_in, n_out in zip(sizes[:-2], sizes[1:-1]):
            layers += [nn.Linear(n_in, n_out), nn.ReLU()]
        layers += [nn.Linear(sizes[-2], sizes[-1]), nn.LogSoftmax(dim=1)]
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return self.layers(x)


def make_model(sizes):
    return MLP(sizes)


def make_optimizer(model):
    return optim.Adam(model.parameters(), lr=0.001)


def loss(outputs, labels):
    return nn.CrossEntropyLoss()(outputs, labels)


def fit(model, optimizer, batches, epochs):
    train_losses = []
    for epoch in range(epochs):
        running_loss = 0
        for images, labels in batches:
            optimizer.zero_grad()
            batch_loss = loss(model(images), labels)
            batch_loss.backward()
            optimizer.step()
        running_loss += batch_loss.item()
        train_losses.append(running_loss / len(batches))
    return train_losses


def predict(model, images):
    return model(images).argmax(dim=1)
