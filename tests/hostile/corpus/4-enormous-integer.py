# expect: failed|error failed|error
def double(x):
    return 10 ** 5000
