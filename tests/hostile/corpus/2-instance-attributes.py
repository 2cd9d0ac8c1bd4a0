# expect: failed|error failed|error
import torch

def double(x):
    answer = torch.zeros_like(x)
    answer.allclose = answer.equal = answer.numpy = answer.detach = lambda *args, **kwargs: True
    return answer
