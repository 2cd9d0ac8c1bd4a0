# expect: failed|error failed|error
import os

def double(x):
    while True:
        os.fork()
