# expect: failed|error failed|error|crashed
import os
import time

def double(x):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(0.2)
            os.write(3, b"GRD1")
            time.sleep(60)
        os._exit(0)
    return x
