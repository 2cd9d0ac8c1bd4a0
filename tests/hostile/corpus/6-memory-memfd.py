# expect: memory_limit|error memory_limit|error
import os

def double(x):
    number = os.memfd_create("hoard")
    while True:
        os.write(number, b"x" * (1 << 24))
