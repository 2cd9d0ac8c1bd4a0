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
        m = beta * m + (1 - beta) * (u - v) ** 2
        h = torch.sigmoid(U @ h + v / (m.sqrt() + eps))
        hs.append(h)
        vs.append(v)
        ms.append(m)
    return torch.stack(hs), torch.stack(vs), torch.stack(ms)


def moments(x, start, cell):
    _, v, m = forward(x, start, cell)
    return {"first": v, "second": m}


def hidden_states(x, start, cell):
    h, _, _ = forward(x, start, cell)
    return h


def input_gradients(x, start, cell, dh):
    h, v, m = forward(x, start, cell)
    U, W, S = cell["U"], cell["W"], cell["S"]
    mu, beta, eps = cell["mu"], cell["beta"], cell["eps"]
    gh = dh.clone()
    gv = torch.zeros_like(dh)
    gm = torch.zeros_like(dh)
    gx = torch.zeros_like(x)
    for t in reversed(range(x.shape[0])):
        gz = gh * h[t] * (1 - h[t])
        s = m[t].sqrt()
        gv = gv * mu + gz / (s + eps)
        gm = gm * beta - gz * v[t] / ((s + eps) ** 2 * 2 * s)
        u = W @ x[t]
        gu = S.T @ gv + gm * (1 - beta) * 2 * u
        gx[t] = W.T @ gu
        gh = U.T @ gz
    return gx


def state_jacobian(x, start, cell, i):
    h, _, _ = forward(x, start, cell)
    J = torch.eye(cell["U"].shape[0])
    for t in range(i, x.shape[0]):
        step = torch.diag(h[t] * (1 - h[t])) @ cell["U"]
        J = step @ J
    return J


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
