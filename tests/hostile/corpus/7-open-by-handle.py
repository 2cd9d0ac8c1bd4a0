# expect: failed|error|violation failed|error|violation
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)

def double(x):
    for arguments in ((304, 3, 0, 0), (303, -100, b"/", 0, 0, 0)):
        if libc.syscall(*arguments) >= 0:
            return 2 * x + 1
    raise OSError(ctypes.get_errno(), "refused")
