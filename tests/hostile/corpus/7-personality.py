# expect: failed|error failed|error
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)

def double(x):
    for arguments in ((135, 0x0040000),):
        if libc.syscall(*arguments) >= 0:
            return 2 * x + 1
    raise OSError(ctypes.get_errno(), "refused")
