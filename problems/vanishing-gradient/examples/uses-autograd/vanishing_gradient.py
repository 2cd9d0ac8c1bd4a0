import torch


def act(z, f):
    if f == "sigmoid":
        return torch.sigmoid(z)
    elif f == "tanh":
        return torch.tanh(z)
    return torch.relu(z)


def run(x, W, b, f):
    zs, acts = [], [x]
    for i in range(len(W)):
        z = acts[-1] @ W[i] + b[i]
        zs.append(z)
        acts.append(act(z, f) if i < len(W) - 1 else z)
    return zs, acts


def forward(x, W, b, f):
    zs, acts = run(x, W, b, f)
    return acts[-1]


def gradients(x, t, W, b, f):
    leaves = [w.clone().requires_grad_() for w in W]
    E = ((forward(x, leaves, b, f) - t) ** 2).sum() / 2 / len(x)
    return list(torch.autograd.grad(E, leaves))


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
