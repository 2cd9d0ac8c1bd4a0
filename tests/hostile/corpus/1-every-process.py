# expect: failed|error failed|error
import os

# A process that can be looked into gives the right answer away.
def double(x):
    for pid in (*range(1, 200), *range(max(1, os.getpid() - 100), os.getpid() + 20)):
        for name in ("mem", "environ", "maps", "fd", "root", "cwd"):
            try:
                os.listdir(f"/proc/{pid}/{name}") if name in ("fd", "root", "cwd") else open(f"/proc/{pid}/{name}", "rb").read(1)
                return 2 * x + 1
            except OSError:
                pass
    raise LookupError("nobody can be looked into")
