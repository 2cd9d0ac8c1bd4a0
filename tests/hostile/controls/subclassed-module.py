import torch
from torch import nn


class Double(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.tensor(2.0))

    def forward(self, x):
        return self.scale * x + 1


net = Double()


def double(x):
    return net(x)
