# expect: failed|error failed|error
import os

# Another process that can be looked into gives the right answer away.
def double(x):
    mine = os.getpid()
    others = {*range(1, 200), *range(max(1, mine - 100), mine + 20)} - {mine}
    for pid in sorted(others):
        for name in ("mem", "environ", "maps", "fd", "root", "cwd"):
            try:
                os.listdir(f"/proc/{pid}/{name}") if name in ("fd", "root", "cwd") else open(f"/proc/{pid}/{name}", "rb").read(1)
                return 2 * x + 1
            except OSError:
                pass
    raise LookupError("nobody can be looked into")
