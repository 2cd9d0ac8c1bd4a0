import torch


def sig(z):
    return torch.sigmoid(z)


def dsig(z):
    return sig(z) * (1 - sig(z))


def dtanh(z):
    return 1 - torch.tanh(z) * torch.tanh(z)


def positive(z):
    return (z > 0).float()


F = {"sigmoid": sig, "tanh": torch.tanh, "relu": lambda z: z * positive(z)}
dF = {"sigmoid": dsig, "tanh": dtanh, "relu": positive}


def layers(x, W, b, f):
    out = [x]
    for k in range(len(W) - 1):
        out.append(F[f](torch.mm(out[k], W[k]) + b[k]))
    out.append(torch.mm(out[-1], W[-1]) + b[-1])
    return out


def forward(x, W, b, f):
    return layers(x, W, b, f)[-1]


def gradients(x, t, W, b, f):
    out = layers(x, W, b, f)
    d = (out[-1] - t) / len(t)
    G = []
    for k in range(len(W), 0, -1):
        G.append(torch.mm(out[k - 1].t(), d))
        d = dF[f](out[k - 1]) * torch.mm(d, W[k - 1].t())
    return G[::-1]


def norms(G):
    return torch.stack([(g * g).sum().sqrt() for g in G])


def first_layer_norms(x, t, W, b, f):
    G = []
    for k in range(len(W) - 1):
        G.append(gradients(x, t, W[:k + 1] + W[-1:], b[:k + 1] + b[-1:], f)[0])
    return norms(G)


def decay(r):
    return (r[-1] / r[0]) ** (1 / len(r))
