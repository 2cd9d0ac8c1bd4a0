# expect: crashed crashed
import os

def double(x):
    os.abort()
