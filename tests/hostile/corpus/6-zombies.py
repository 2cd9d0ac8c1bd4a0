# expect: failed|error failed|error
import os

def double(x):
    for _ in range(1000):
        if os.fork() == 0:
            os._exit(0)
    return x
