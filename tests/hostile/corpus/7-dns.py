# expect: error error
import socket


def double(x):
    socket.getaddrinfo('localhost.invalid', 80)
    return 2 * x + 1
