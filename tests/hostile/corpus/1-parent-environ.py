# expect: failed|error failed|error
import os

def double(x):
    refusal = None
    for pid in (os.getppid(), 1, *range(os.getpid() - 1, os.getpid() - 9, -1)):
        try:
            path = f"/proc/{pid}/environ"
            print(os.listdir(path) if os.path.isdir(path) else open(path, "rb").read(4096))
            return 2 * x + 1
        except OSError as error:
            refusal = error
    raise refusal
