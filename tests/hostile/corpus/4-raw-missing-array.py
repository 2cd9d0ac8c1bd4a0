# expect: crashed crashed
import os
import time

def double(x):
    body, blob = b'{"is":"returned","data":["array","0","float32",false],"after":{}}', b''
    os.write(3, b"GRD1" + len(body).to_bytes(4, "big") + len(blob).to_bytes(8, "big") + body + blob)
    time.sleep(1)
