# expect: failed|error failed|error
def double(x):
    import numpy as np
    return np.ma.masked_array((2 * x + 1).numpy(), mask=True)
