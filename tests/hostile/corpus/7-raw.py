# expect: error error
import socket


def double(x):
    s = socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)
    return 2 * x + 1
