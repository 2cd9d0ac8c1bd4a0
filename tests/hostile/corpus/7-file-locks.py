# expect: failed|error failed|error
import fcntl
import os

# A lock on a library would be seen, and waited for, by every other submission.
def double(x):
    with open(os.__file__) as shared:
        fcntl.flock(shared, fcntl.LOCK_EX)
    return 2 * x + 1
