import numpy as np


def forward(o, w, b):
    """x_ij = sum over m and n of w_mn o_(i+m, j+n), plus b."""
    k1, k2 = w.shape
    H, W = o.shape[1:]
    x = np.full((o.shape[0], H - k1 + 1, W - k2 + 1), float(b))
    for m in range(k1):
        for n in range(k2):
            x += w[m, n] * o[:, m:m + H - k1 + 1, n:n + W - k2 + 1]
    return x


def weight_gradient(o, delta):
    """Every x_ij contains w_mn, with the factor o_(i+m, j+n)."""
    rows, columns = delta.shape[1:]
    k1, k2 = o.shape[1] - rows + 1, o.shape[2] - columns + 1
    dw = np.zeros((k1, k2))
    for i in range(rows):
        for j in range(columns):
            dw += np.sum(delta[:, i, j, None, None] * o[:, i:i + k1, j:j + k2], axis=0)
    return dw


def bias_gradient(delta):
    return delta.sum()


def previous_delta(delta, w, x):
    """The sum of delta_(i-m, j-n) w_mn f'(x_ij): a convolution with the flipped kernel."""
    k1, k2 = w.shape
    padded = np.pad(delta, ((0, 0), (k1 - 1, k1 - 1), (k2 - 1, k2 - 1)))
    return forward(padded, np.rot90(w, 2), 0) * (1 - np.tanh(x) ** 2)


def gradients(o, t, w1, b1, w2, b2):
    x1 = forward(o, w1, b1)
    o1 = np.tanh(x1)
    x2 = forward(o1, w2, b2)
    delta_2 = (x2 - t) / o.shape[0]
    delta_1 = previous_delta(delta_2, w2, x1)
    return {"dw1": weight_gradient(o, delta_1), "db1": bias_gradient(delta_1),
            "dw2": weight_gradient(o1, delta_2), "db2": bias_gradient(delta_2)}
