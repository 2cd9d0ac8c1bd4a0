# expect: failed|error failed|error
def double(x):
    return type('T', (), {'tolist': lambda self: [1]})
