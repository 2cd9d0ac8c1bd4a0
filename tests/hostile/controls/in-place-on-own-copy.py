def double(x):
    y = x.clone()
    y *= 2
    y += 1
    return y
