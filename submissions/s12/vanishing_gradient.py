import torch


def act(z, f):
    out = z.clone()
    if f == "sigmoid":
        out = 1 / (1 + torch.exp(-out))
    if f == "tanh":
        out = torch.tanh(out)
    if f == "relu":
        out[out < 0] = 0
    return out


def act_back(dout, a, f):
    if f == "tanh":
        return dout * (1 - a)
    return dout * a * (1 - a)


def forward_cache(x, W, b, f):
    cache = [x]
    for i in range(len(W) - 1):
        cache.append(act(x.matmul(W[i]) + b[i], f))
        x = cache[-1]
    return x.matmul(W[-1]) + b[-1], cache


def forward(x, W, b, f):
    return forward_cache(x, W, b, f)[0]


def gradients(x, t, W, b, f):
    out, cache = forward_cache(x, W, b, f)
    grad = (out - t) / out.size(0)
    dW = {}
    for i in range(len(W) - 1, -1, -1):
        dW[i] = cache[i].transpose(0, 1).matmul(grad)
        if i > 0:
            grad = act_back(grad.matmul(W[i].transpose(0, 1)), cache[i], f)
    return [dW[i] for i in range(len(W))]


def norms(G):
    return torch.stack([torch.linalg.norm(g, 2) for g in G])


def first_layer_norms(x, t, W, b, f):
    result = []
    for depth in range(1, len(W)):
        g = gradients(x, t, W[:depth] + W[-1:], b[:depth] + b[-1:], f)[0]
        result.append(g.pow(2).sum().sqrt())
    return torch.stack(result)


def decay(r):
    return torch.pow(r[-1] / r[0], 1.0 / (r.shape[0] - 1))
