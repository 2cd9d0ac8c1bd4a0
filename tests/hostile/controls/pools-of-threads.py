from concurrent.futures import ThreadPoolExecutor

import torch

def double(x):
    with ThreadPoolExecutor(8) as pool:
        return torch.stack(list(pool.map(lambda row: 2 * row + 1, x)))
