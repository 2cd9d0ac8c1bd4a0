# expect: error error
import socket


def double(x):
    s = socket.socket(socket.AF_UNIX)
    s.bind('\0grader')
    return 2 * x + 1
