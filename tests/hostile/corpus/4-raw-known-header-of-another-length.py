# expect: crashed failed|crashed
import os
import time

# The host remembers headers that were sound: the second answer has the header of the first, and fewer bytes.
header = b'{"0":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}'
body = b'{"is":"returned","data":["array","0","float32",false],"after":{}}'

def answer(content):
    blob = len(header).to_bytes(8, "little") + header + content
    return b"GRD1" + len(body).to_bytes(4, "big") + len(blob).to_bytes(8, "big") + body + blob

def double(x):
    if len(x) == 3:
        os.write(3, answer(bytes(4)))
    else:
        os.write(3, answer(bytes(8)) + answer(bytes(4)))
    time.sleep(1)
