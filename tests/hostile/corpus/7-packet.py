# expect: failed|error failed|error
import socket

def double(x):
    socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    return 2 * x + 1
