"""The network that Grad-CAM explains here: two convolutions, and a head of two layers on the feature maps."""

from torch import nn


class SmallCNN(nn.Module):
    """`features` gives the feature maps A (N, K, H, W), `head` makes logits (N, classes) of them.

    Args:
        weights: the parameters by name: "K1", "b1", "K2", "b2" of the convolutions (torch's layout), "V", "c", "U",
            "d" of the linear layers (outputs, inputs).
    """

    def __init__(self, weights):
        super().__init__()
        first, second = _convolution(weights["K1"], weights["b1"]), _convolution(weights["K2"], weights["b2"])
        hidden, output = _linear(weights["V"], weights["c"]), _linear(weights["U"], weights["d"])
        self.features = nn.Sequential(first, nn.Tanh(), second, nn.ReLU())
        self.head = nn.Sequential(nn.Flatten(), hidden, nn.Tanh(), output)

    def forward(self, x):
        return self.head(self.features(x))


def _convolution(kernels, biases):
    layer = nn.Conv2d(kernels.shape[1], kernels.shape[0], tuple(kernels.shape[2:]))
    layer.weight.data, layer.bias.data = kernels, biases
    return layer


def _linear(weights, biases):
    layer = nn.Linear(weights.shape[1], weights.shape[0])
    layer.weight.data, layer.bias.data = weights, biases
    return layer
