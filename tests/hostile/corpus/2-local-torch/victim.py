# expect: failed|error failed|error
import torch

def double(x):
    return torch.answer(x)
