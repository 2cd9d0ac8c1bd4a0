# expect: crashed|failed crashed|failed
import atexit
import os

atexit.register(lambda: os.write(3, b"passed"))

def double(x):
    return x
