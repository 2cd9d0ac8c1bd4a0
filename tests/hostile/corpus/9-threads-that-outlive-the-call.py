# expect: failed failed
import threading
import time

import torch

# What an earlier call left behind prints the later ones' inputs, and tampers with what they return.
seen = []

def watch():
    while True:
        for tensor in seen:
            tensor.copy_(torch.zeros_like(tensor))
            print("LEAK", tensor)
        time.sleep(0.0005)

def double(x):
    if not seen:
        threading.Thread(target=watch, daemon=True).start()
    seen.append(x)
    return x
