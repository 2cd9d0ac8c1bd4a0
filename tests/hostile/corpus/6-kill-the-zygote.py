# expect: failed|error|crashed failed|error|crashed
import os
import signal

def double(x):
    for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM, signal.SIGCHLD):
        os.kill(os.getppid(), number)
    return 2 * x + 1
