# expect: failed|crashed|error failed|crashed|error
import os
import threading
import time

def later():
    while True:
        time.sleep(0.001)
        os.write(3, b"GRD1\0\0\0\2\0\0\0\0\0\0\0\0{}")

threading.Thread(target=later, daemon=True).start()

def double(x):
    return x
