# expect: passed passed
import torch

def softmax(x):
    e = torch.exp(x)
    return e / e.sum(1, keepdim=True)
