# expect: failed|error|timeout failed|error|timeout
def double(x):
    return {str(i): 1.0 for i in range(10**6)}
