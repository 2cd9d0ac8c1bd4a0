# expect: failed|error failed|error
import gc
import numpy as np
import torch

def double(x):
    for found in gc.get_objects():
        if isinstance(found, (torch.Tensor, np.ndarray)) and tuple(found.shape) == tuple(x.shape) and found is not x:
            return found
    return x
