# expect: failed|error failed|error
def double(x):
    return (2 * x + 1)[None]
