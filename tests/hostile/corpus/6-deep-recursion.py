# expect: error|crashed error|crashed
# within: 10
import sys

sys.setrecursionlimit(10**9)

def double(x):
    return double(x)
