# expect: memory_limit memory_limit
# within: 10
def double(x):
    hoard = bytearray()
    while True:
        hoard += b"x" * (1 << 24)
