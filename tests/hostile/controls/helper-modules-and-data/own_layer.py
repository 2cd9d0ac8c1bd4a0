import torch

class Twice(torch.nn.Module):
    def forward(self, x):
        return 2 * x
