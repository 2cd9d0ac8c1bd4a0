# expect: error error
import socket


def double(x):
    s = socket.socket(socket.AF_INET6)
    s.connect(('::1', 80))
    return 2 * x + 1
