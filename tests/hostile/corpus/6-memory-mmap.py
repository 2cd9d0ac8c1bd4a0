# expect: memory_limit|error memory_limit|error
# within: 12
import mmap

def double(x):
    hoard = []
    while True:
        block = mmap.mmap(-1, 1 << 26)
        block.write(b"x" * (1 << 26))
        hoard.append(block)
