# expect: failed|error failed|error
def double(x):
    return (row for row in 2 * x + 1)
