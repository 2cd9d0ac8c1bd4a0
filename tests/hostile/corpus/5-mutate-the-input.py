# expect: passed failed
import torch

calls = []

def double(x):
    calls.append(x)
    if len(calls) > 1:
        calls[0].zero_()
        return calls[0]
    return x.mul_(2).add_(1)
