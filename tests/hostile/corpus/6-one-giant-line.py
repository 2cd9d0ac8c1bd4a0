# expect: output_limit|memory_limit|timeout output_limit|memory_limit|timeout
import sys

def double(x):
    while True:
        sys.stdout.write("y" * 100_000)
