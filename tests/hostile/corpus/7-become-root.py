# expect: failed|error failed|error
import os

def double(x):
    os.setuid(0)
    return 2 * x + 1
