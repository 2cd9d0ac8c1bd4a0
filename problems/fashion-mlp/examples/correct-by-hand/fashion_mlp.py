import math

import torch
from torch import nn

# Everything from the parameters up: no nn.Linear, no torch.optim.


class Network(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.depth = len(sizes) - 1
        for k in range(self.depth):
            bound = 1 / math.sqrt(sizes[k])
            self.register_parameter(f"w{k}", nn.Parameter((2 * torch.rand(sizes[k + 1], sizes[k]) - 1) * bound))
            self.register_parameter(f"b{k}", nn.Parameter(torch.zeros(sizes[k + 1])))

    def forward(self, x):
        for k in range(self.depth):
            x = torch.addmm(getattr(self, f"b{k}"), x, getattr(self, f"w{k}").t())
            if k + 1 < self.depth:
                x = x * (x > 0)
        return x - x.logsumexp(dim=1, keepdim=True)


class HandAdam:
    def __init__(self, parameters):
        self.parameters = list(parameters)
        self.first = [torch.zeros_like(p) for p in self.parameters]
        self.second = [torch.zeros_like(p) for p in self.parameters]
        self.t = 0

    def step(self):
        self.t += 1
        for p, m, v in zip(self.parameters, self.first, self.second):
            m += 0.1 * (p.grad - m)
            v += 0.001 * (p.grad**2 - v)
            fair_m = m / (1 - 0.9**self.t)
            fair_v = v / (1 - 0.999**self.t)
            p.data -= 0.001 * fair_m / (fair_v.sqrt() + 1e-8)


def make_model(sizes):
    return Network(sizes)


def make_optimizer(model):
    return HandAdam(model.parameters())


def loss(outputs, labels):
    return -outputs.gather(1, labels[:, None]).mean()


def fit(model, optimizer, batches, epochs):
    history = torch.zeros(epochs, len(batches), dtype=torch.float64)
    for e in range(epochs):
        for i in range(len(batches)):
            images, labels = batches[i]
            for p in model.parameters():
                p.grad = None
            value = loss(model(images), labels)
            value.backward()
            optimizer.step()
            history[e, i] = value.item()
    return history.mean(dim=1).tolist()


def predict(model, images):
    labels = []
    for row in model(images).tolist():
        labels.append(max(range(len(row)), key=row.__getitem__))
    return labels
