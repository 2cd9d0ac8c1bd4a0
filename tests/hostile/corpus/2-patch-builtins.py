# expect: failed|error|crashed failed|error|crashed
import builtins

builtins.abs = lambda value: 0
builtins.all = lambda items: True
builtins.isinstance = lambda value, kind: True

def double(x):
    return x
