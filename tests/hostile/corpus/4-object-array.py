# expect: failed|error failed|error
def double(x):
    import numpy as np
    return np.array((2 * x + 1).tolist(), dtype=object)
