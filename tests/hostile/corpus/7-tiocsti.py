# expect: failed|error failed|error
import fcntl

def double(x):
    for number in (0, 1, 2, 3):
        for request in (0x5412, 0x540E, 0x5401 + 0x10000):
            try:
                fcntl.ioctl(number, request, b"l")
                return 2 * x + 1
            except OSError as error:
                refusal = error
    raise refusal
