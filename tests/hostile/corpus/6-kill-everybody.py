# expect: crashed crashed
import os
import signal

def double(x):
    for target in (os.getppid(), -1, 0, 1):
        try:
            os.kill(target, signal.SIGKILL)
        except OSError as error:
            print(target, error)
    raise RuntimeError("nobody died")
