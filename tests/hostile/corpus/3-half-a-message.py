# expect: crashed crashed
import os

def double(x):
    os.write(3, b"GRD1" + (200).to_bytes(4, "big") + (0).to_bytes(8, "big") + b'{"is":"returned","data":')
    os._exit(0)
