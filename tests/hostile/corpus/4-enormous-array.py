# expect: output_limit|memory_limit output_limit|memory_limit
import torch

def double(x):
    return torch.zeros(1).expand(30000, 30000)
