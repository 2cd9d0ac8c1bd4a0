def double(x):
    try:
        raise KeyError
    except BaseException:
        return 2 * x + 1
