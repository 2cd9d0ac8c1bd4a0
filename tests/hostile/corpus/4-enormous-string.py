# expect: output_limit|memory_limit output_limit|memory_limit
def double(x):
    return "y" * (64 << 20)
