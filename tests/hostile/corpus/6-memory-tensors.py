# expect: memory_limit|timeout memory_limit|timeout
import torch

def double(x):
    hoard = []
    while True:
        hoard.append(torch.ones(1 << 22))
