# expect: crashed|error|memory_limit crashed|error|memory_limit
import sys

sys.setrecursionlimit(10**9)

class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x"[:0])

def double(x):
    return Deep().answer
