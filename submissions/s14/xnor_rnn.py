import numpy as np


def cell(y, x1, x2):
    equal = 1 if x1 == x2 else 0
    return y & equal


def weights():
    # h1: both bits on, h2: at least one on
    return {
        "W": np.array([[1.0, 1.0], [1.0, 1.0]]),
        "B": np.array([-1.5, -0.5]),
        "v": np.array([2.0, -2.0]),
        "r": 2.0,
        "c0": 1.0,
        "c": -1.0,
    }


def run(net, x1, x2):
    y = []
    for a, b in zip(x1, x2):
        z = net["W"] @ np.array([a, b]) + net["B"]
        h = (z > 0).astype(int)
        s = net["v"] @ h
        if not y:
            s += net["c0"]
        else:
            s += net["r"] * y[-1] + net["c"]
        y.append(1 if s > 0 else 0)
    return np.array(y)
