# expect: failed|error failed|error
import os

def double(x):
    open("program", "w").close()
    os.chmod("program", 0o4755)
    if os.stat("program").st_mode & 0o4000:
        return 2 * x + 1
    os.chown("program", 0, 0)
    return 2 * x + 1
