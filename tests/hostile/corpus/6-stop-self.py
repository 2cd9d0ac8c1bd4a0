# expect: timeout|error timeout|error
# within: 13
import os
import signal

def double(x):
    os.kill(os.getpid(), signal.SIGSTOP)
