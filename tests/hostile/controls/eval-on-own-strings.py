def double(x):
    return eval("2 * x + 1")
