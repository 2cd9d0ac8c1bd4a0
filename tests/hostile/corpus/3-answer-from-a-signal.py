# expect: failed|error|crashed failed|error|crashed
import os
import signal

# While the worker's own answer is being written, another one comes out of a handler.
def answer(*_):
    body = b'{"is":"returned","data":["int","7"],"after":{}}'
    os.write(3, b"GRD1" + len(body).to_bytes(4, "big") + bytes(8) + body)

signal.signal(signal.SIGALRM, answer)

def double(x):
    signal.setitimer(signal.ITIMER_REAL, 1e-5, 1e-4)
    return x
