import torch
from torch import nn


def xavier_variance(n_in, n_out):
    mean_fan = (n_in + n_out) / 2
    return 1 / mean_fan


def he_variance(n_in):
    return nn.init.calculate_gain("relu") ** 2 / n_in


def xavier_normal(n_in, n_out):
    weights = torch.empty(n_in, n_out)
    nn.init.xavier_normal_(weights)
    return weights


def he_normal(n_in, n_out):
    # For torch the rows are the outputs, so the layer is made transposed.
    return nn.init.kaiming_normal_(torch.empty(n_out, n_in), nonlinearity="relu").t()


class Network(nn.Module):
    def __init__(self, K, b, v):
        super().__init__()
        self.K, self.b, self.v = (nn.Parameter(p.clone()) for p in (K, b, v))

    def forward(self, x):
        maps = nn.functional.conv2d(x, self.K, self.b).tanh()
        return nn.functional.adaptive_avg_pool2d(maps, 1).flatten(1).mv(self.v)


def filter_gradients(x, t, K, b, v):
    network = Network(K, b, v)
    nn.MSELoss()(network(x), t).backward()
    return network.K.grad
