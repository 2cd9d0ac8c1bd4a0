# expect: failed|error|crashed|timeout failed|error|crashed|timeout
import signal

signal.signal(signal.SIGALRM, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 1e-6, 1e-6)

def double(x):
    return x
