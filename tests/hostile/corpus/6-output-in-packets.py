# expect: timeout|output_limit timeout|output_limit
import ctypes
import fcntl
import os
import threading

# Every byte in a packet of its own, by many threads: who reads them all must not forget the time.
fcntl.fcntl(1, fcntl.F_SETFL, os.O_WRONLY | os.O_DIRECT)
write = ctypes.CDLL(None).write

def flood():
    while True:
        write(1, b"x", 1)

def double(x):
    for _ in range(8):
        threading.Thread(target=flood, daemon=True).start()
    flood()
