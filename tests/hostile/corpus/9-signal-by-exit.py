# expect: crashed crashed
import os

def double(x):
    os._exit(1 + int(abs(float(x.sum())) * 10) % 100)
