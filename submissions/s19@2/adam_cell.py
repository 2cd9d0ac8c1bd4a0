import torch


def run(x, start, cell):
    h, v, m = start["h"], start["v"], start["m"]
    hs, vs, ms = [], [], []
    for t in range(len(x)):
        u = cell["W"] @ x[t]
        v = cell["mu"] * v + cell["S"] @ u
        m = cell["beta"] * m + (1 - cell["beta"]) * u**2
        z = cell["U"] @ h + v / (torch.sqrt(m) + cell["eps"])
        h = torch.sigmoid(z)
        hs.append(h)
        vs.append(v)
        ms.append(m)
    return torch.stack(hs), torch.stack(vs), torch.stack(ms)


def moments(x, start, cell):
    hs, vs, ms = run(x, start, cell)
    return {"first": vs, "second": ms}


def hidden_states(x, start, cell):
    return run(x, start, cell)[0]


def input_gradients(x, start, cell, dh):
    hs, vs, ms = run(x, start, cell)
    g = dh
    gv = torch.zeros(len(dh))
    gm = torch.zeros(len(dh))
    result = torch.zeros(x.shape)
    for t in range(len(x) - 1, -1, -1):
        u = cell["W"] @ x[t]
        gz = g * hs[t] * (1 - hs[t])
        q = torch.sqrt(ms[t]) + cell["eps"]
        gv = cell["mu"] * gv + gz / q
        gm = cell["beta"] * gm - gz * vs[t] / q**2 / (2 * torch.sqrt(ms[t]))
        gu = cell["S"].T @ gv + gm * (1 - cell["beta"]) * u
        result[t] = cell["W"].T @ gu
        g = cell["U"].T @ gz
    return result


def state_jacobian(x, start, cell, i):
    hs = run(x, start, cell)[0]
    J = torch.eye(len(cell["U"]))
    for t in range(i, len(x)):
        D = torch.diag(hs[t] * (1 - hs[t]))
        J = D @ cell["U"] @ J
    return J


def jacobian_norms(x, start, cell):
    return torch.stack([torch.linalg.matrix_norm(state_jacobian(x, start, cell, i), ord=2) for i in range(len(x))])


def norm_bound(U, a, k):
    return (a * 0.25 * torch.linalg.matrix_norm(U, ord=2)) ** k


def clip_by_norm(gradients, limit):
    g = torch.sqrt(sum((grad**2).sum() for grad in gradients))
    if g > limit:
        return [grad * limit / g for grad in gradients]
    return gradients
