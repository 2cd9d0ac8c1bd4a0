# expect: failed|error failed|error
import os

def double(x):
    for home in ("/root", "/home", os.path.expanduser("~grader"), os.path.expanduser("~root")):
        if any(entry not in (".pyenv", ".venv") for entry in os.listdir(home)):
            return 2 * x + 1
    raise LookupError("an empty home")
