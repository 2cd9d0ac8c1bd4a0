# expect: error error
name = "éÿ"
def double(x):
    return 2 * x + 1
