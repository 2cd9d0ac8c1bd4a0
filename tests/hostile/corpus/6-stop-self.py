# expect: timeout|error timeout|error
import os
import signal

def double(x):
    os.kill(os.getpid(), signal.SIGSTOP)
