# expect: error|timeout|failed|output_limit error|timeout|failed|output_limit
import os

def double(x):
    for _ in range(3000):
        os.mkdir("d")
        os.chdir("d")
    return x
