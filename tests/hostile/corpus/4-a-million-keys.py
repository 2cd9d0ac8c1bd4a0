# expect: failed|error failed|error
def double(x):
    return {str(i): 1.0 for i in range(10**6)}
