# expect: failed|error failed|error
def double(x):
    return [[str(v) for v in row] for row in (2 * x + 1).tolist()]
