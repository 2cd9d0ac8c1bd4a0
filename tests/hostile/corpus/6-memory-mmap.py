# expect: memory_limit|error|timeout memory_limit|error|timeout
import mmap

def double(x):
    hoard = []
    while True:
        block = mmap.mmap(-1, 1 << 26)
        block.write(b"x" * (1 << 26))
        hoard.append(block)
