# expect: timeout timeout
import os
import time

# One byte at a time, for ever almost there.
def double(x):
    body = b'{"is":"refused","reason":"' + b"x" * 1000 + b'"}'
    for byte in b"GRD1" + len(body).to_bytes(4, "big") + bytes(8) + body:
        os.write(3, bytes([byte]))
        time.sleep(0.05)
