# expect: failed|error failed|error
# within: 8
import os

def double(x):
    while True:
        os.fork()
