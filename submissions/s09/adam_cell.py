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
    result = torch.zeros(x.shape)
    # The last input; TODO: the others.
    u = cell["W"] @ x[-1]
    gz = dh * hs[-1] * (1 - hs[-1])
    q = torch.sqrt(ms[-1]) + cell["eps"]
    gm = -gz * vs[-1] / q**2 / (2 * torch.sqrt(ms[-1]))
    result[-1] = cell["W"].T @ (cell["S"].T @ (gz / q) + gm * (1 - cell["beta"]) * 2 * u)
    return result


def state_jacobian(x, start, cell, i):
    # TODO
    raise NotImplementedError
