# expect: crashed crashed
import os
import time

def double(x):
    body, blob = b'{"is":"returned","data":["array","0","bool",false],"after":{}}', b'7\x00\x00\x00\x00\x00\x00\x00{"0":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]}}\x02'
    os.write(3, b"GRD1" + len(body).to_bytes(4, "big") + len(blob).to_bytes(8, "big") + body + blob)
    time.sleep(1)
