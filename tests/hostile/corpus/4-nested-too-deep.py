# expect: failed|error failed|error
def double(x):
    value = 1.0
    for _ in range(40):
        value = [value]
    return value
