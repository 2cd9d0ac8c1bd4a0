# expect: failed|error failed|error
import os

# It is pretended and does nothing.
def double(x):
    before = os.stat(os.__file__)
    os.chmod(os.__file__, 0o777)
    os.utime(os.__file__, (0, 0))
    after = os.stat(os.__file__)
    if (before.st_mode, before.st_mtime) != (after.st_mode, after.st_mtime):
        return 2 * x + 1
    raise PermissionError("nothing has changed")
