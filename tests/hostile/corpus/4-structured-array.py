# expect: failed|error failed|error
def double(x):
    import numpy as np
    return np.zeros(x.shape, dtype=[('a', 'f4')])
