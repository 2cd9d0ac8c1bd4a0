# expect: crashed|output_limit crashed|output_limit
import os

def double(x):
    header = b'{"0":{"dtype":"F32","shape":[1000000000,1000000000],"data_offsets":[0,4000000000000000000]}}'
    blob = len(header).to_bytes(8, "little") + header + b"\0" * 64
    body = b'{"is":"returned","data":["array","0","float32",false],"after":{}}'
    os.write(3, b"GRD1" + len(body).to_bytes(4, "big") + len(blob).to_bytes(8, "big") + body + blob)
    import time
    time.sleep(1)
