import sys

import torch

sys.setrecursionlimit(5000)


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


def double(x):
    assert depth(2000) == 2000
    return torch.add(2 * x, 1)
