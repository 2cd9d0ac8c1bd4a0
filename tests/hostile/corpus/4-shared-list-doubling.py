# expect: failed|error|timeout|memory_limit|output_limit failed|error|timeout|memory_limit|output_limit
def double(x):
    value = [1.0]
    for _ in range(14):
        value = [value] * 100
    return value
