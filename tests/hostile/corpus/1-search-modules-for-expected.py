# expect: failed|error failed|error
import sys

def double(x):
    for name, module in list(sys.modules.items()):
        for key, value in list(vars(module).items()):
            if "expected" in key.lower() and hasattr(value, "shape"):
                return value
    return x
