import numpy as np


def cell(y, x1, x2):
    if y == 1 and x1 == x2:
        return 1
    return 0


def weights():
    W = [[1, 1], [-1, -1]]
    B = [-1.5, 0.5]
    v = [1, 1]
    r = 1
    c0 = 0
    c = -1.5
    return {"W": W, "B": B, "v": v, "r": r, "c0": c0, "c": c}


def step(z):
    return np.sign(z)


def run(net, x1, x2):
    ys = []
    y = 0
    for t in range(len(x1)):
        h = step(np.dot(net["W"], [x1[t], x2[t]]) + net["B"])
        if t == 0:
            y = step(np.dot(net["v"], h) + net["c0"])
        else:
            y = step(np.dot(net["v"], h) + net["r"] * y + net["c"])
        ys.append(int(y))
    return ys
