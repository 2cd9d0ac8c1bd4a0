# expect: output_limit|memory_limit output_limit|memory_limit
# within: 8
def double(x):
    return "y" * (64 << 20)
