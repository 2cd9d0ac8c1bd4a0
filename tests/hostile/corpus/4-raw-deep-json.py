# expect: crashed crashed
import os
import time

def double(x):
    body = b"[" * 1_000_000
    os.write(3, b"GRD1" + len(body).to_bytes(4, "big") + (0).to_bytes(8, "big") + body)
    time.sleep(1)
