import numpy as np

def signals(x, W):
    return x @ W.transpose()

def output(x, W, v):
    return np.tanh(x @ W.transpose()) @ v

def gradients(x, t, W, v):
    h = np.tanh(x @ W.transpose())
    err = (h @ v - t) * 2 / x.shape[0]
    return ((1 - h*h) * v * err.reshape(-1, 1)).transpose() @ x, err @ h

def train(x, t, W, v, rate, steps):
    gW, gv = gradients(x, t, W, v)
    for i in range(steps):
        W = W - rate * gW
        v = v - rate * gv
    return W, v

def spread(W):
    return np.ptp(W, axis=0).max()
