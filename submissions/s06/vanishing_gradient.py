import torch


def act(z, f):
    if f == "relu":
        return z.clamp(min=0)
    return torch.sigmoid(z) if f == "sigmoid" else torch.tanh(z)


def forward_cache(x, W, b, f):
    cache = []
    i = 0
    while i < len(W) - 1:
        cache.append(x)
        x = act(torch.matmul(x, W[i]) + b[i], f)
        i += 1
    cache.append(x)
    return torch.matmul(x, W[i]) + b[i], cache


def forward(x, W, b, f):
    out, _ = forward_cache(x, W, b, f)
    return out


def gradients(x, t, W, b, f):
    out, cache = forward_cache(x, W, b, f)
    dout = (out - t) / len(x)
    grads = []
    i = len(W) - 1
    while i >= 0:
        a = cache[i]
        grads.append(torch.matmul(a.t(), dout))
        da = torch.matmul(dout, W[i].t())
        if f == "sigmoid":
            dout = da * a * (1 - a)
        elif f == "tanh":
            dout = da * (1 - a * a)
        else:
            da[a <= 0] = 0
            dout = da
        i -= 1
    return grads


def norms(G):
    return torch.tensor([torch.norm(g) for g in G])


def first_layer_norms(x, t, W, b, f):
    first = []
    for k in range(1, len(W)):
        g = gradients(x, t, [W[0]] + W[-k:], [b[0]] + b[-k:], f)
        first.append(g[-1])
    return norms(first)


def decay(r):
    ratios = r[1:] / r[:-1]
    return ratios.prod().pow(1 / ratios)[0].view(len(r))
