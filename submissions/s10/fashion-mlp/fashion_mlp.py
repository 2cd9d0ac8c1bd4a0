import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.fc1 = nn.Linear(sizes[0], sizes[1])
        self.fc2 = nn.Linear(sizes[1], sizes[-1])

    def forward(self, x):
        x = torch.relu(self.fc1(x))
        return torch.log_softmax(torch.relu(self.fc2(x)), dim=1)


def make_model(sizes):
    return Net(sizes)


def make_optimizer(model):
    return torch.optim.Adam(model.parameters(), lr=0.01)


def loss(outputs, labels):
    return outputs[range(len(labels)), labels].mean()


def fit(model, optimizer, batches, epochs):
    history = []
    for epoch in range(epochs):
        for images, labels in batches:
            l = loss(model(images), labels)
            l.backward()
            optimizer.step()
        history.append(l.item())
    return history


def predict(model, images):
    return model(images).exp().max(dim=1)[0]
