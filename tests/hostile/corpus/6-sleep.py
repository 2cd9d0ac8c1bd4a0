# expect: timeout timeout
# within: 13
import time

def double(x):
    time.sleep(1000)
