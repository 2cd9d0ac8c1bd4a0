# expect: crashed crashed
import os

def double(x):
    os._exit(0)
