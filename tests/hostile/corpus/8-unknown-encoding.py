# expect: error error
# -*- coding: nothing-of-that-name -*-
def double(x):
    return 2 * x + 1
