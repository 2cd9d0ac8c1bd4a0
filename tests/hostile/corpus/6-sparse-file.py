# expect: failed|error|output_limit|memory_limit failed|error|output_limit|memory_limit
import os

def double(x):
    file = os.open("sparse", os.O_RDWR | os.O_CREAT)
    os.ftruncate(file, 1 << 50)
    return x
