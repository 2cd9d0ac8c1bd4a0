import torch


def run(x, W, b, f):
    activations = [x]
    a = x
    for i in range(len(W)):
        z = a @ W[i] + b[i]
        a = z
        activations.append(a)
    return activations


def forward(x, W, b, f):
    return run(x, W, b, f)[-1]


def gradients(x, t, W, b, f):
    activations = run(x, W, b, f)
    d = (activations[-1] - t) / t.shape[0]
    grads = []
    for i in reversed(range(len(W))):
        grads.insert(0, activations[i].T @ d)
        if i > 0:
            d = d @ W[i].T
    return grads


def norms(G):
    return torch.stack([g.norm() for g in G])


def first_layer_norms(x, t, W, b, f):
    result = []
    for k in range(1, len(W)):
        grads = gradients(x, t, W[:k] + [W[-1]], b[:k] + [b[-1]], f)
        result.append(grads[0])
    return norms(result)


def decay(r):
    return (r[-1] / r[0]) ** (1 / (len(r) - 1))
