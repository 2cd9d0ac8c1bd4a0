# expect: failed|error failed|error
import os

def double(x):
    for pid in (os.getppid(), 1, os.getpid() - 1, os.getpid() - 2, os.getpid() - 3):
        path = f"/proc/{pid}/fd"
        print(os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(4096))
        return 2 * x + 1
