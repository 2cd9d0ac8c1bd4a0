# expect: failed|error|violation failed|error|violation
import ctypes
import os

PARENT = os.getppid()
libc = ctypes.CDLL(None, use_errno=True)

def double(x):
    if libc.syscall(321, 0, 0, 0) == -1:
        raise OSError(ctypes.get_errno(), "refused")
    return 2 * x + 1
