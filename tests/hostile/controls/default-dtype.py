import torch

torch.set_default_dtype(torch.float64)


def double(x):
    return (x.double() * 2 + torch.ones(1)).float()
