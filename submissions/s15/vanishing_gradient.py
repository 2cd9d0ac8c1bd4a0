import torch


def act(z, f):
    if f == "relu":
        out = z.clone()
        out[out < 0] = 0
        return out
    return z.sigmoid() if f == "sigmoid" else z.tanh()


def d_act(a, f):
    d = torch.ones_like(a)
    if f == "sigmoid":
        d = d * a * (1 - a)
    elif f == "tanh":
        d = d - a ** 2
    else:
        d[a <= 0] = 0
    return d


def forward_all(x, W, b, f):
    outs = [x]
    for weight, bias in zip(W[:-1], b[:-1]):
        outs.append(act(outs[-1].matmul(weight) + bias, f))
    return outs, outs[-1].matmul(W[-1]) + b[-1]


def forward(x, W, b, f):
    return forward_all(x, W, b, f)[1]


def gradients(x, t, W, b, f):
    outs, y = forward_all(x, W, b, f)
    grad = 2 * (y - t) / y.shape[0]
    grads = []
    for a, weight in zip(outs[::-1], W[::-1]):
        grads.append(a.t().matmul(grad))
        grad = grad.matmul(weight.t()) * d_act(a, f)
    return grads[::-1]


def norms(G):
    result = torch.zeros(len(G))
    for i, g in enumerate(G):
        result[i] = torch.norm(g)
    return result


def first_layer_norms(x, t, W, b, f):
    L = len(W)
    result = torch.zeros(L - 1)
    for k in range(1, L):
        result[k - 1] = torch.norm(gradients(x, t, W[:k] + [W[L - 1]], b[:k] + [b[L - 1]], f)[0])
    return result


def decay(r):
    return (r[0] / r[-1]) ** (1 / (len(r) - 1))
