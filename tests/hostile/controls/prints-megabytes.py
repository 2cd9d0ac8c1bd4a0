def double(x):
    for line in range(20_000):
        print("working hard on line", line, "." * 60)
    return 2 * x + 1
