# expect: failed|error failed|error
def double(x):
    return {"\ud800": 1.0}
