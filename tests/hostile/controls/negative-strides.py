import numpy as np


def double(x):
    backwards = np.ascontiguousarray((2 * x + 1).numpy()[::-1])
    return backwards[::-1]
