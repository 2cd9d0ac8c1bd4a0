# expect: failed|error failed|error
import os

# Even that a file exists is the course's affair where a file system of one's own can be had; what is in it, everywhere.
def double(x):
    for folder in ("/root", "/home", "/srv", "/var/lib", "/work", os.path.dirname(os.path.dirname(os.getcwd()))):
        for path in ("reference.py", "problem.yaml", "gradebook.db", "grader-out/gradebook.db", ".ssh/id_rsa"):
            try:
                open(os.path.join(folder, path)).read()
                return 2 * x + 1
            except OSError:
                pass
    raise LookupError("nothing to read")
