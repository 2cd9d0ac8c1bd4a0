import torch
from torch import nn


class Network(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        pairs = zip(sizes, sizes[1:])
        self.linears = nn.ModuleList(nn.Linear(n_in, n_out) for n_in, n_out in pairs)

    def forward(self, images):
        for linear in self.linears[:-1]:
            images = linear(images).relu()
        return self.linears[-1](images).log_softmax(1)


def make_model(sizes):
    return Network(sizes)


def make_optimizer(model):
    return torch.optim.Adam(model.parameters(), lr=1e-3)


def loss(outputs, labels):
    return torch.mean(torch.gather(outputs, 1, labels.unsqueeze(1))).neg()


class Epoch:
    def __init__(self, model, optimizer):
        self.model, self.optimizer = model, optimizer
        self.losses = []

    def step(self, images, labels):
        value = loss(self.model(images), labels)
        self.optimizer.zero_grad()
        value.backward()
        self.optimizer.step()
        self.losses.append(value.item())

    def mean(self):
        return sum(self.losses) / len(self.losses)


def fit(model, optimizer, batches, epochs):
    history = []
    for _ in range(epochs):
        epoch = Epoch(model, optimizer)
        for images, labels in batches:
            epoch.step(images, labels)
        history.append(epoch.mean())
    return history


def predict(model, images):
    return torch.max(model(images), 1).indices
