# expect: failed failed
def double(x):
    x.mul_(2).add_(1)
    x.zero_()
    return x
