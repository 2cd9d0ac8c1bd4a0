import math

import torch


def forward(x, start, cell):
    U, W, S = cell["U"], cell["W"], cell["S"]
    mu, beta, eps = cell["mu"], cell["beta"], cell["eps"]
    h, v, m = start["h"], start["v"], start["m"]
    hs, vs, ms = [], [], []
    for t in range(x.shape[0]):
        u = W @ x[t]
        v = mu * v + S @ u
        m = beta * m + (1 - beta) * u * u
        h = torch.sigmoid(U @ h + v / (m.sqrt() + eps))
        hs.append(h)
        vs.append(v)
        ms.append(m)
    return torch.stack(hs), torch.stack(vs), torch.stack(ms)


def moments(x, start, cell):
    _, v, m = forward(x, start, cell)
    return {"first": m, "second": v}


def hidden_states(x, start, cell):
    h, _, _ = forward(x, start, cell)
    return h


def input_gradients(x, start, cell, dh):
    # I do not see how this could be found without numeric computation.
    raise NotImplementedError


def state_jacobian(x, start, cell, i):
    h, _, _ = forward(x, start, cell)
    U = cell["U"]
    T = x.shape[0]
    slopes = torch.ones(U.shape[0])
    for j in range(i, T):
        slopes = slopes * h[j] * (1 - h[j])
    return torch.diag(slopes) @ torch.linalg.matrix_power(U, T - i)


def jacobian_norms(x, start, cell):
    norms = []
    for i in range(x.shape[0]):
        norms.append(torch.linalg.svdvals(state_jacobian(x, start, cell, i)).max())
    return torch.stack(norms)


def norm_bound(U, a, k):
    s = torch.linalg.svdvals(U).max()
    return (0.25 * a * s) ** k


def clip_by_norm(gradients, limit):
    total = 0.0
    for g in gradients:
        total += float((g * g).sum())
    total = math.sqrt(total)
    if total <= limit:
        return list(gradients)
    return [g * (limit / total) for g in gradients]
