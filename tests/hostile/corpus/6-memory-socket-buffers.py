# expect: error|memory_limit|failed error|memory_limit|failed
import socket

def double(x):
    hoard = []
    while True:
        one, other = socket.socketpair()
        one.setblocking(False)
        hoard.append((one, other))
        try:
            while True:
                one.send(b"x" * 65536)
        except BlockingIOError:
            pass
