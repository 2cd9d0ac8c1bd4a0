# expect: failed|error failed|error|memory_limit|crashed|timeout
import threading
import time

def double(x):
    while True:
        threading.Thread(target=time.sleep, args=(100,), daemon=True).start()
