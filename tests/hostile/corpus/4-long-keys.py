# expect: failed|error failed|error
def double(x):
    return {'k' * 10**6: 1.0}
