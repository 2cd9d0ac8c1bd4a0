# expect: violation passed
import torch

def softmax(x):
    return getattr(torch, "softmax")(x, 1)
