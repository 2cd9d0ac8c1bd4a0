# expect: memory_limit|timeout memory_limit|timeout
def double(x):
    hoard = bytearray()
    while True:
        hoard += b"x" * (1 << 24)
