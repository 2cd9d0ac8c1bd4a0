import numpy as np


def cell(y, x1, x2):
    return int((y == 1) != (x1 == x2))


def weights():
    return {
        "W": np.array([[1, 1], [1, 1]]),
        "B": np.array([1.5, -0.5]),
        "v": np.array([1, 1]),
        "r": 1,
        "c0": -0.5,
        "c": -1.5,
    }


def run(net, x1, x2):
    W, B, v = net["W"], net["B"], net["v"]
    ys = []
    y = None
    for a, b in zip(x1, x2):
        h = np.heaviside(W @ np.array([a, b]) + B, 0)
        if y is None:
            y = int(v @ h + net["c0"] > 0)
        ys.append(int(v @ h + net["r"] * y + net["c"] > 0))
    return ys
