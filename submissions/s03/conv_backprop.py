import numpy as np


def conv(o, w):
    """Slides w over every image of o."""
    h, k = o.shape[1] - w.shape[0] + 1, o.shape[2] - w.shape[1] + 1
    out = 0
    for m in range(w.shape[0]):
        for n in range(w.shape[1]):
            out = out + w[m, n] * o[:, m : m + h, n : n + k]
    return out


def forward(o, w, b):
    return conv(o, w) + b


def weight_gradient(o, delta):
    return sum(conv(o[i : i + 1], delta[i])[0] for i in range(len(o)))


def bias_gradient(delta):
    return np.mean(delta)


def previous_delta(delta, w, x):
    back = np.zeros_like(x)
    for i in range(delta.shape[1]):
        for j in range(delta.shape[2]):
            back[:, i : i + w.shape[0], j : j + w.shape[1]] += delta[:, i, j][:, None, None] * w
    return back * (1 - x * x)


def gradients(o, t, w1, b1, w2, b2):
    x1 = conv(o, w1) + b1
    o1 = x1
    x2 = conv(o1, w2) + b2
    d2 = (x2 - t) / len(t)
    back = np.zeros_like(x1)
    for i in range(d2.shape[1]):
        for j in range(d2.shape[2]):
            back[:, i : i + w2.shape[0], j : j + w2.shape[1]] += d2[:, i, j][:, None, None] * w2
    d1 = back
    grads = {}
    for name, image, d in (("1", o, d1), ("2", o1, d2)):
        grads["dw" + name] = sum(conv(image[i : i + 1], d[i])[0] for i in range(len(image)))
        grads["db" + name] = d.sum()
    return grads
