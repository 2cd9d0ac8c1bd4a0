import numpy as np


def cell(y, x1, x2):
    return y * (1 - (x1 ^ x2))


def weights():
    # Unit 1 sees 1 over 0, unit 2 sees 0 over 1; either of them switches the output off for good.
    return dict(
        W=np.array([[2, -2], [-2, 2]]),
        B=np.array([-1, -1]),
        v=np.array([-3, -3]),
        r=2,
        c0=1,
        c=-1,
    )


def run(net, x1, x2):
    x = np.vstack((x1, x2))  # (2, T)
    hidden = (np.matmul(net["W"], x).T + net["B"] > 0).astype(np.int64)  # (T, 2)
    drive = hidden.dot(net["v"])  # (T,)
    y = np.zeros(len(drive), dtype=np.int64)
    y[0] = drive[0] + net["c0"] > 0
    for t in range(1, len(y)):
        y[t] = drive[t] + net["r"] * y[t - 1] + net["c"] > 0
    return y
