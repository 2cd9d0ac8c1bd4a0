# expect: error error
import socket


def double(x):
    s = socket.socket(type=socket.SOCK_DGRAM)
    s.sendto(b'x', ('127.0.0.1', 53))
    return 2 * x + 1
