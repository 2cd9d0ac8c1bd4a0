# expect: failed|error failed|error
import torch

def double(x):
    torch.manual_seed(torch.initial_seed())
    return torch.randn(x.shape)
