# expect: failed|error|crashed failed|error|crashed
import os

# Written while the module is imported: nothing has been asked yet.
body = b'{"is":"returned","data":["array","0","float32",false],"after":{}}'
os.write(3, b"GRD1" + len(body).to_bytes(4, "big") + bytes(8) + body)

def double(x):
    return x
