# expect: crashed|timeout crashed|timeout
import socket
import time

def double(x):
    socket.socket(fileno=3).shutdown(socket.SHUT_RDWR)
    time.sleep(1)
    return 2 * x + 1
