# expect: failed|error failed|error
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)

def double(x):
    parent = os.getppid()
    for number in (234, 200, 424):  # tgkill, tkill, pidfd_send_signal
        if libc.syscall(number, parent, parent, 9, 0) == 0:
            return 2 * x + 1
    raise OSError(ctypes.get_errno(), "refused")
