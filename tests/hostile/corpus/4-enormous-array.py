# expect: output_limit|memory_limit output_limit|memory_limit
# within: 8
import torch

def double(x):
    return torch.zeros(1).expand(30000, 30000)
