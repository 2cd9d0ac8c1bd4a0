import torch

SQUASH = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}


def derivative(a, f):
    return {"sigmoid": a * (1 - a), "tanh": 1 - a * a, "relu": torch.ceil(a.clamp(0, 1))}[f]


def passes(x, W, f):
    seen = [x]
    for w in W[:-1]:
        seen.append(SQUASH[f](torch.mm(seen[-1], w)))
    return seen


def forward(x, W, b, f):
    return torch.mm(passes(x, W, f)[-1], W[-1])


def gradients(x, t, W, b, f):
    seen = passes(x, W, f)
    error = (forward(x, W, b, f) - t).div(t.shape[0])
    collected = [torch.mm(seen[-1].t(), error)]
    for k in range(len(W) - 1, 0, -1):
        error = torch.mm(error, W[k].t()).mul(derivative(seen[k], f))
        collected = [torch.mm(seen[k - 1].t(), error)] + collected
    return collected


def norms(G):
    return torch.stack([torch.dot(g.flatten(), g.flatten()).sqrt() for g in G])


def first_layer_norms(x, t, W, b, f):
    depths = range(1, len(W))
    return norms([gradients(x, t, W[:k] + W[-1:], b[:k] + b[-1:], f)[0] for k in depths])


def decay(r):
    total = 0.0
    for k in range(1, len(r)):
        total += float(r[k] / r[k - 1])
    return total / (len(r) - 1)
