# expect: failed failed
import threading
import time

shared = []

def later():
    while True:
        for tensor in shared:
            tensor.mul_(2).add_(1)
        time.sleep(0.0001)

threading.Thread(target=later, daemon=True).start()

def double(x):
    answer = x.clone() * 0
    shared.append(answer)
    return x * 0 - 5
