# expect: failed|crashed failed|crashed
import os
import time

# The requests of a check wait in the channel together: both are answered at the first, the second before it is asked.
def double(x):
    body = b'{"is":"returned","data":["int","7"],"after":{}}'
    os.write(3, 2 * (b"GRD1" + len(body).to_bytes(4, "big") + bytes(8) + body))
    time.sleep(0.5)
    os._exit(0)
