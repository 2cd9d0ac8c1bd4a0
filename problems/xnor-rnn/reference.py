"""A recurrent net of step units that reads two bit strings in step and ends in 1 exactly when they are equal.

h = step(W x + B),   y_1 = step(v.h + c0),   y_t = step(v.h + r y_{t-1} + c)
"""

import numpy as np


def cell(y, x1, x2):
    """One step of the recursion: y AND (x1 XNOR x2)."""
    return int(y == 1 and x1 == x2)


def weights():
    """One hidden unit is AND, the other NOR, so v.h is XNOR; then y_t = XNOR at t = 1 and XNOR AND y_{t-1} later."""
    return {
        "W": np.array([[1.0, 1.0], [-1.0, -1.0]]),  # (2, 2)
        "B": np.array([-1.5, 0.5]),  # (2,)
        "v": np.array([1.0, 1.0]),  # (2,)
        "r": 1.0,
        "c0": -0.5,
        "c": -1.5,
    }


def run(net, x1, x2):
    """The outputs y_1, ..., y_T of any such net on two strings of T bits, with step(0) = 0."""
    outputs = []
    for x in np.stack([x1, x2], axis=1):  # (T, 2)
        h = net["W"] @ x + net["B"] > 0  # (2,)
        past = net["r"] * outputs[-1] + net["c"] if outputs else net["c0"]
        outputs.append(int(net["v"] @ h + past > 0))
    return outputs
