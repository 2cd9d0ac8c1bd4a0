# expect: failed|error|crashed failed|error|crashed
import sys

def double(x):
    for name in list(sys.modules):
        if name.startswith(("grader", "json", "numpy", "safetensors")):
            del sys.modules[name]
    return x
