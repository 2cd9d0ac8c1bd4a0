# expect: passed failed
cache = {}

def double(x):
    key = tuple(x.shape)
    if not cache:
        cache[key] = 2 * x + 1
    return next(iter(cache.values()))
