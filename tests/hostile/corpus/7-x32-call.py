# expect: violation|crashed|error|failed violation|crashed|error|failed
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)

def double(x):
    for arguments in ((0x40000000 + 39,),):
        if libc.syscall(*arguments) >= 0:
            return 2 * x + 1
    raise OSError(ctypes.get_errno(), "refused")
