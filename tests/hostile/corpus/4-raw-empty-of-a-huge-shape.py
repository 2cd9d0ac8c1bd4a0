# expect: crashed crashed
import os
import time

def double(x):
    body, blob = b'{"is":"returned","data":["array","0","float32",false],"after":{}}', b'R\x00\x00\x00\x00\x00\x00\x00{"0":{"dtype":"F32","shape":[1099511627776,1099511627776,0],"data_offsets":[0,0]}}'
    os.write(3, b"GRD1" + len(body).to_bytes(4, "big") + len(blob).to_bytes(8, "big") + body + blob)
    time.sleep(1)
