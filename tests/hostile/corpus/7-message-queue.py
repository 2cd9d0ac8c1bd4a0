# expect: failed|error failed|error
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)

def double(x):
    for arguments in ((240, b"queue", 0o102, 0o600, 0), (68, 0, 0o1600)):
        if libc.syscall(*arguments) >= 0:
            return 2 * x + 1
    raise OSError(ctypes.get_errno(), "refused")
