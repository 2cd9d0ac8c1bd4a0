# expect: output_limit output_limit
import os
import time

def double(x):
    body, blob = b'{}', b''
    os.write(3, b"GRD1" + b'\xff\xff\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00' + body + blob)
    time.sleep(1)
