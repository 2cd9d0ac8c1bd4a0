def mse_summed(y, t):
    return ((y - t) ** 2).sum()
