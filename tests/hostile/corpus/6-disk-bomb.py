# expect: error|output_limit|memory_limit error|output_limit|memory_limit
def double(x):
    with open("big", "wb") as file:
        while True:
            file.write(b"x" * (1 << 22))
