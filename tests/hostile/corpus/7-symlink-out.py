# expect: error error
import os

def double(x):
    os.symlink("/etc/passwd", "link")
    return 2 * x + 1 if open("link").read() else x
