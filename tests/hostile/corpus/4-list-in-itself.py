# expect: failed|error failed|error
def double(x):
    value = []
    value.append(value)
    return value
