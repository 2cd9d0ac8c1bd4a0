# expect: failed|error failed|error
import socket

def double(x):
    s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
    s.bind((0, 0))
    return 2 * x + 1
