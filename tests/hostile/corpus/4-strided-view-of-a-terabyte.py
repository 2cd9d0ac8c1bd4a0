# expect: output_limit|memory_limit|failed|error output_limit|memory_limit|failed|error
import numpy as np

def double(x):
    return np.lib.stride_tricks.as_strided(np.zeros(1, np.float32), (1 << 19, 1 << 19), (0, 0))
