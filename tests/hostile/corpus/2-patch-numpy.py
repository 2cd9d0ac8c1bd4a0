# expect: failed failed
import numpy as np

np.allclose = np.array_equal = np.array_equiv = lambda *a, **k: True
np.isclose = lambda a, b, *c, **k: np.ones_like(np.asarray(a), dtype=bool)
np.testing.assert_allclose = lambda *a, **k: None
np.max = np.abs = lambda *a, **k: 0

def double(x):
    return x
