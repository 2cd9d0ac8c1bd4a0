# expect: failed|error failed|error
import glob
import os

def double(x):
    for pattern in ("/tmp/**/victim.py", "/dev/shm/**/victim.py", "../*/victim.py", "../../**/victim.py"):
        for path in glob.glob(pattern, recursive=True):
            if os.path.realpath(path) != os.path.realpath(__file__):
                return 2 * x + 1
    raise LookupError("nobody else here")
