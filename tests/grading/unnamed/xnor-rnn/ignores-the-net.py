import numpy as np


def cell(y, x1, x2):
    return int(y == x1 == x2)


def weights():
    return {"W": [[1, -1], [1, -1]], "B": [0.5, 0.5], "v": [1, 1], "r": 1, "c0": -1.5, "c": -2.5}


def run(net, x1, x2):
    y = 1
    ys = []
    for a, b in zip(x1, x2):
        y = int(y == 1 and a == b)
        ys.append(y)
    return ys
