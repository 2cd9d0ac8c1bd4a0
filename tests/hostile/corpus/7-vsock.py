# expect: error error
import socket


def double(x):
    s = socket.socket(40, socket.SOCK_STREAM)
    s.connect((2, 1024))
    return 2 * x + 1
