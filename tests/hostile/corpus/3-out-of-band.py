# expect: error error
import socket

channel = socket.socket(fileno=3)

# A byte that does not wait its turn in the channel: no library needs it, and the kernel's care for it had holes.
def double(x):
    channel.send(b"G", socket.MSG_OOB)
    return x
