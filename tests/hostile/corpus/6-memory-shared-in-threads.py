# expect: memory_limit|error|crashed|timeout memory_limit|error|crashed|timeout
import mmap
import threading

def fill():
    hoard = []
    while True:
        block = mmap.mmap(-1, 1 << 24)
        block.write(b"x" * (1 << 24))
        hoard.append(block)

def double(x):
    for _ in range(8):
        threading.Thread(target=fill).start()
    fill()
