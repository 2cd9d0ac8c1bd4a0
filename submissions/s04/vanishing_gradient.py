import torch


def phi(z, f):
    return getattr(torch, f)(z)


def phi_prime(z, f):
    y = phi(z, f)
    if f == "sigmoid":
        return y - y ** 2
    if f == "tanh":
        return 1 - y ** 2
    return torch.sign(y)


def preactivations(x, W, b, f):
    zs = []
    for w, bias in zip(W, b):
        zs.append(x @ w + bias)
        x = phi(zs[-1], f)
    return zs


def forward(x, W, b, f):
    return phi(preactivations(x, W, b, f)[-1], f)


def gradients(x, t, W, b, f):
    zs = preactivations(x, W, b, f)
    d = (phi(zs[-1], f) - t) / x.shape[0]
    G = []
    for i in range(len(W) - 1, -1, -1):
        d = d * phi_prime(zs[i], f)
        before = phi(zs[i - 1], f) if i else x
        G.append(before.T @ d)
        d = d @ W[i].T
    G.reverse()
    return G


def norms(G):
    return torch.stack([torch.sqrt(torch.trace(g.T @ g)) for g in G])


def first_layer_norms(x, t, W, b, f):
    return norms([gradients(x, t, W[:k] + [W[-1]], b[:k] + [b[-1]], f)[0] for k in range(1, len(W))])


def decay(r):
    return r[-1] / r[0]
