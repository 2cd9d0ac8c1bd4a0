import torch


def signals(x, cell):
    return x @ cell["W"].T  # (T, n)


def moments(x, start, cell):
    # Unrolled: v_t = mu^t v_0 + sum over i <= t of mu^(t-i) S u_i, and m_t alike.
    u = signals(x, cell)
    T = len(x)
    age = torch.arange(1, T + 1)[:, None] - torch.arange(1, T + 1)  # t - i
    since = torch.arange(1, T + 1)[:, None]
    past = (age >= 0).float()
    v = cell["mu"] ** since * start["v"] + (past * cell["mu"] ** age.clamp(min=0)) @ (u @ cell["S"].T)
    squares = (1 - cell["beta"]) * u**2
    m = cell["beta"] ** since * start["m"] + (past * cell["beta"] ** age.clamp(min=0)) @ squares
    return {"first": v, "second": m}


def hidden_states(x, start, cell):
    found = moments(x, start, cell)
    h = start["h"]
    rows = torch.empty(len(x), len(h))
    for t in range(len(x)):
        z = cell["U"].mv(h) + found["first"][t] / (found["second"][t] ** 0.5 + cell["eps"])
        h = 1 / (1 + torch.exp(-z))
        rows[t] = h
    return rows


def state_jacobian(x, start, cell, i):
    h = hidden_states(x, start, cell)
    product = torch.eye(h.shape[1])
    for t in range(len(x) - 1, i - 1, -1):
        product = product @ (cell["U"] * (h[t] - h[t] ** 2).unsqueeze(1))
    return product


def input_gradients(x, start, cell, dh):
    # The sum over all paths: x_i enters v and m of step t >= i, and these enter h_t.
    found = moments(x, start, cell)
    h = hidden_states(x, start, cell)
    u = signals(x, cell)
    T = len(x)
    result = torch.zeros_like(x)
    for t in range(T):
        arriving = dh @ state_jacobian(x, start, cell, t + 1) if t + 1 < T else dh
        slope = h[t] * (1 - h[t])
        root = found["second"][t].sqrt()
        by_v = arriving * slope / (root + cell["eps"])
        by_m = -arriving * slope * found["first"][t] / (root + cell["eps"]).square() / root / 2
        for i in range(t + 1):
            through_v = by_v * cell["mu"] ** (t - i) @ cell["S"]
            through_m = by_m * cell["beta"] ** (t - i) * (1 - cell["beta"]) * 2 * u[i]
            result[i] += (through_v + through_m) @ cell["W"]
    return result


def jacobian_norms(x, start, cell):
    found = []
    for i in range(len(x)):
        J = state_jacobian(x, start, cell, i)
        found.append(torch.linalg.eigvalsh(J.T @ J)[-1].sqrt())
    return torch.tensor(found)


def norm_bound(U, a, k):
    step = a * torch.linalg.norm(U, ord=2) / 4
    bound = torch.tensor(1.0)
    for _ in range(k):
        bound = bound * step
    return bound


def clip_by_norm(gradients, limit):
    flat = torch.cat([g.reshape(-1) for g in gradients])
    scale = (limit / flat.norm()).clamp(max=1)
    return [scale * g for g in gradients]
