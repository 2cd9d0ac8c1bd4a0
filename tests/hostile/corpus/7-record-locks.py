# expect: failed|error failed|error
import fcntl
import os

def double(x):
    with open(os.__file__) as shared:
        fcntl.lockf(shared, fcntl.LOCK_SH)
    return 2 * x + 1
