# expect: failed|error failed|error
import os

def double(x):
    os.setsid()
    os.setpgid(0, 0)
    return x
