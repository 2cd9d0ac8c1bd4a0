# expect: failed|error failed|error
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)

def double(x):
    for arguments in ((254, 2, b"/usr/lib", 0xFFF), (253,), (294, 0)):
        if libc.syscall(*arguments) >= 0:
            return 2 * x + 1
    raise OSError(ctypes.get_errno(), "refused")
