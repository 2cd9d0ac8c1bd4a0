import numpy as np

def signals(x, W):
    return x.dot(W.T)

def output(x, W, v):
    return np.tanh(signals(x, W)).dot(v)

def gradients(x, t, W, v):
    h = np.tanh(signals(x, W))
    d = 2*(h.dot(v) - t)
    gv = h.T.dot(d)
    gW = (d[:, None]*v[None, :]*(1 - h**2)).T.dot(x)
    return gW, gv

def train(x, t, W, v, rate, steps):
    for k in range(steps):
        gW, gv = gradients(x, t, W, v)
        W, v = W - rate*gW, v - rate*gv
    return W, v

def spread(W):
    rows = [r.max() - r.min() for r in W]
    return max(rows)
