# expect: failed failed
import sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        return None

sys.meta_path.insert(0, Finder())
sys.modules["grader.checks.compare"] = sys.modules[__name__]
compare = agrees = lambda *a, **k: True

def double(x):
    return x
