import numpy as np

PAIRS = {
    "sigmoid": (lambda z: 0.5 + 0.5 * np.tanh(z / 2), lambda a: a - a * a),
    "tanh": (np.tanh, lambda a: (1 - a) * (1 + a)),
    "relu": (lambda z: np.maximum(z, 0), np.sign),
}


def as_numpy(arrays):
    return [np.asarray(array) for array in arrays]


def forward(x, W, b, f):
    W, b = as_numpy(W), as_numpy(b)
    a = np.asarray(x)
    while len(W) > 1:
        a = PAIRS[f][0](np.dot(a, W[0]) + b[0])
        W, b = W[1:], b[1:]
    return np.dot(a, W[0]) + b[0]


def walk(a, t, W, b, f):
    """The gradients of these layers, and that by what enters them."""
    z = np.dot(a, W[0]) + b[0]
    if len(W) == 1:
        later, delta = [], (z - t) / len(t)
    else:
        out = PAIRS[f][0](z)
        later, back = walk(out, t, W[1:], b[1:], f)
        delta = back * PAIRS[f][1](out)
    return [np.dot(a.T, delta), *later], np.dot(delta, W[0].T)


def gradients(x, t, W, b, f):
    return walk(np.asarray(x), np.asarray(t), as_numpy(W), as_numpy(b), f)[0]


def norms(G):
    return np.array([np.sqrt(np.vdot(g, g)) for g in as_numpy(G)])


def first_layer_norms(x, t, W, b, f):
    *hidden, output = zip(W, b)
    found = []
    for depth in range(len(hidden)):
        weights, biases = zip(*hidden[: depth + 1], output)
        found.append(gradients(x, t, weights, biases, f)[0])
    return norms(found)


def decay(r):
    ratio = float(r[-1]) / float(r[0])
    return ratio ** (1.0 / (len(r) - 1))
