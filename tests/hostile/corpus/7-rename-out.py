# expect: failed|error failed|error
import os

def double(x):
    open("planted", "w").write("here")
    for place in ("/tmp/planted", "../planted", "/dev/shm/planted"):
        try:
            os.rename("planted", place)
            return 2 * x + 1
        except OSError as error:
            refusal = error
    raise refusal
