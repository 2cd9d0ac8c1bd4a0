import numpy as np
import torch

def double(x):
    rows = [np.array([2 * value + 1 for value in row], dtype=np.float32) for row in x.tolist()]
    for _ in range(2000):
        rows[0] = rows[0].copy()
    return torch.from_numpy(np.stack(rows))
