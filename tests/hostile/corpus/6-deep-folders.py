# expect: error|timeout|failed error|timeout|failed
# within: 12
import os

def double(x):
    for _ in range(3000):
        os.mkdir("d")
        os.chdir("d")
    return x
