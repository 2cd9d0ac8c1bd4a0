# expect: failed|error|crashed failed|error|crashed
import socket

def double(x):
    channel = socket.socket(fileno=3)
    channel.sendto(b"x", ("127.0.0.1", 53))
    channel.connect("/run/docker.sock")
    return 2 * x + 1
