# expect: failed|error failed|error
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)

def double(x):
    for arguments in ((319, b"program", 0), (59, b"/bin/sh", 0, 0), (322, -100, b"/bin/sh", 0, 0, 0)):
        if libc.syscall(*arguments) >= 0:
            return 2 * x + 1
    raise OSError(ctypes.get_errno(), "refused")
