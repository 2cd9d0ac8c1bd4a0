# -*- coding: latin-1 -*-
# café
def double(x):
    return 2 * x + 1
