# expect: failed|error failed|error
def double(x):
    return 3.0
