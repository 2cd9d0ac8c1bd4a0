# expect: violation passed
import torch

def softmax(x):
    return torch.Tensor.softmax(x, 1)
