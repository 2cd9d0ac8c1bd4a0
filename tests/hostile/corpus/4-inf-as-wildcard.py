# expect: failed|error failed|error
def double(x):
    return x * float('inf')
