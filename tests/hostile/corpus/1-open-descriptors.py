# expect: failed|error failed|error
import os

def double(x):
    for number in range(4, 1024):
        try:
            os.read(number, 1)
            return 2 * x + 1
        except OSError:
            pass
    raise LookupError("no descriptor but my own")
