import torch


def act(z, f):
    if f == "sigmoid":
        return torch.sigmoid(z)
    elif f == "tanh":
        return torch.tanh(z)
    return torch.relu(z)


def act_prime(z, f):
    if f == "sigmoid":
        s = torch.sigmoid(z)
        return s * (1 - s)
    elif f == "tanh":
        return 1 - torch.tanh(z) ** 2
    return (z > 0).float()


def run(x, W, b, f):
    zs, acts = [], [x]
    for i in range(len(W)):
        z = acts[-1] @ W[i] + b[i]
        zs.append(z)
        acts.append(z)
    return zs, acts


def forward(x, W, b, f):
    zs, acts = run(x, W, b, f)
    return acts[-1]


def gradients(x, t, W, b, f):
    zs, acts = run(x, W, b, f)
    N = x.shape[0]
    delta = (acts[-1] - t) / N
    grads = [None] * len(W)
    for l in reversed(range(len(W))):
        grads[l] = acts[l].T @ delta
        if l > 0:
            delta = delta @ W[l].T
    return grads


def norms(G):
    return torch.stack([torch.norm(g) for g in G])


def first_layer_norms(x, t, W, b, f):
    out = []
    for k in range(1, len(W)):
        grads = gradients(x, t, W[:k] + [W[-1]], b[:k] + [b[-1]], f)
        out.append(grads[0])
    return norms(out)


def decay(r):
    return (r[-1] / r[0]) ** (1 / (len(r) - 1))
