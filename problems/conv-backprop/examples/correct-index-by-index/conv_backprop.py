import numpy as np


def forward(o, w, b):
    out = []
    for image in o:
        rows = []
        for i in range(len(image) - len(w) + 1):
            row = []
            for j in range(len(image[0]) - len(w[0]) + 1):
                total = b
                for m in range(len(w)):
                    for n in range(len(w[0])):
                        total += w[m][n] * image[i + m][j + n]
                row.append(total)
            rows.append(row)
        out.append(rows)
    return np.array(out)


def weight_gradient(o, delta):
    k1 = len(o[0]) - len(delta[0]) + 1
    k2 = len(o[0][0]) - len(delta[0][0]) + 1
    dw = np.zeros((k1, k2))
    for q, i, j in np.ndindex(delta.shape):
        dw += delta[q, i, j] * o[q, i:i + k1, j:j + k2]
    return dw


def bias_gradient(delta):
    total = 0.0
    for value in delta.flat:
        total += value
    return total


def previous_delta(delta, w, x):
    """delta'_ij = sum_mn delta_{i-m,j-n} w_mn f'(x_ij), where delta is zero outside."""
    new = np.zeros(x.shape)
    for q, i, j in np.ndindex(x.shape):
        for m, n in np.ndindex(w.shape):
            if 0 <= i - m < delta.shape[1] and 0 <= j - n < delta.shape[2]:
                new[q, i, j] += delta[q, i - m, j - n] * w[m, n]
        new[q, i, j] *= 1 - np.tanh(x[q, i, j]) ** 2
    return new


def gradients(o, t, w1, b1, w2, b2):
    x1 = forward(o, w1, b1)
    x2 = forward(np.tanh(x1), w2, b2)
    delta2 = (x2 - t) / len(o)
    delta1 = previous_delta(delta2, w2, x1)
    return dict(
        dw1=weight_gradient(o, delta1),
        dw2=weight_gradient(np.tanh(x1), delta2),
        db1=bias_gradient(delta1),
        db2=bias_gradient(delta2),
    )
