# expect: crashed crashed
import os
import time

def double(x):
    os.closerange(0, 256)
    time.sleep(1)
    return x
