# expect: memory_limit|timeout|crashed memory_limit|timeout|crashed
import sys

sys.setrecursionlimit(10**9)

def double(x):
    return double(x)
