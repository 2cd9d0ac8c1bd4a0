# expect: error error
import os

def double(x):
    os.mknod("disk", 0o660 | 0o060000, os.makedev(254, 0))
    return 2 * x + 1
