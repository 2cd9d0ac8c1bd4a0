# expect: failed|error|crashed failed|error|crashed
import os
import socket

# A descriptor sent along with the answer's bytes: the host must not take it.
def double(x):
    body = b'{"is":"refused","reason":"with a gift"}'
    head = b"GRD1" + len(body).to_bytes(4, "big") + bytes(8)
    socket.send_fds(socket.socket(fileno=3), [head + body], [os.open("/dev/null", os.O_RDONLY)] * 50)
    os._exit(0)
