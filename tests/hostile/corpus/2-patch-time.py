# expect: timeout timeout
import time

time.monotonic = time.perf_counter = time.time = lambda: 0.0

def double(x):
    while True:
        pass
