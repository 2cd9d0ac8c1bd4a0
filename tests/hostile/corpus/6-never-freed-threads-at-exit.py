# expect: failed failed
import threading
import time

def linger():
    while True:
        time.sleep(0.01)

for _ in range(20):
    threading.Thread(target=linger).start()

def double(x):
    return x
