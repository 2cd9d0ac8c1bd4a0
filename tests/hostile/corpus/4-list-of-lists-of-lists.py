# expect: failed|error|timeout|memory_limit|output_limit failed|error|timeout|memory_limit|output_limit
def double(x):
    row = [0.0] * 100_000
    return [row] * 100_000
