# expect: memory_limit memory_limit
# within: 12
import torch

def double(x):
    hoard = []
    while True:
        hoard.append(torch.ones(1 << 22))
