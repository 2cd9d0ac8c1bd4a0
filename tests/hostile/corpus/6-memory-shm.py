# expect: failed|error|memory_limit failed|error|memory_limit
def double(x):
    for count in range(10_000):
        with open(f"/dev/shm/grader-{count}", "wb") as file:
            file.write(b"x" * (1 << 24))
