# expect: error|memory_limit|failed error|memory_limit|failed
import os

def double(x):
    hoard = []
    while True:
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        hoard.append((reader, writer))
        try:
            while True:
                os.write(writer, b"x" * 65536)
        except BlockingIOError:
            pass
