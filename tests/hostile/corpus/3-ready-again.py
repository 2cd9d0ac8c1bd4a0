# expect: failed|error|crashed failed|error|crashed
import os

def double(x):
    body = b'{"is":"ready","unwritten":[]}'
    os.write(3, b"GRD1" + len(body).to_bytes(4, "big") + bytes(8) + body)
    return x
