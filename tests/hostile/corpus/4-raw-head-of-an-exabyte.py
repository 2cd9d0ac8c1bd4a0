# expect: output_limit output_limit
import os
import time

def double(x):
    body, blob = b'{}', b''
    os.write(3, b"GRD1" + b'\x00\x00\x00\x02\x0f\xff\xff\xff\xff\xff\xff\xff' + body + blob)
    time.sleep(1)
