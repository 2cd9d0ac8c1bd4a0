# expect: error|memory_limit|output_limit|timeout error|memory_limit|output_limit|timeout
# Deleted while they are open: no folder shows them.
def double(x):
    import os
    hoard = []
    while True:
        file = open("gone", "wb")
        os.unlink("gone")
        for _ in range(8):
            file.write(b"x" * (1 << 20))
        hoard.append(file)
