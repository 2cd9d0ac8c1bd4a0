from concurrent.futures import ThreadPoolExecutor

import torch


def double(x):
    with ThreadPoolExecutor(4) as pool:
        rows = list(pool.map(lambda row: 2 * row + 1, x))
    return torch.stack(rows)
