# expect: failed|error failed|error
import sys
import torch

def double(x):
    frame = sys._getframe()
    while frame is not None:
        for value in list(frame.f_locals.values()) + list(frame.f_globals.values()):
            if isinstance(value, torch.Tensor) and value.shape == x.shape and value is not x:
                return value
        frame = frame.f_back
    return x
