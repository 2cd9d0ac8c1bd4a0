# expect: failed failed
import numpy as np

class Lazy(np.ndarray):
    def __array_function__(self, *args, **kwargs):
        return True

    def __array_ufunc__(self, *args, **kwargs):
        return np.zeros(())

def double(x):
    return np.asarray(x).view(Lazy)
