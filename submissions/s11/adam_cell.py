import math

import torch


def times(M, column):
    result = []
    for row in M.tolist():
        total = 0.0
        for j in range(len(column)):
            total += row[j] * column[j]
        result.append(total)
    return result


def run(x, start, cell):
    """h, v and m of all steps, as lists of lists; element 0 is the start."""
    mu, beta, eps = float(cell["mu"]), float(cell["beta"]), float(cell["eps"])
    h, v, m = [start["h"].tolist()], [start["v"].tolist()], [start["m"].tolist()]
    n = len(h[0])
    for word in x.tolist():
        u = times(cell["W"], word)
        Su = times(cell["S"], u)
        Uh = times(cell["U"], h[-1])
        v.append([mu * v[-1][i] + Su[i] for i in range(n)])
        m.append([beta * m[-1][i] + (1 - beta) * u[i] * u[i] for i in range(n)])
        z = [Uh[i] + v[-1][i] / (math.sqrt(m[-1][i]) + eps) for i in range(n)]
        h.append([1 / (1 + math.exp(-value)) for value in z])
    return h, v, m


def moments(x, start, cell):
    h, v, m = run(x, start, cell)
    return {"first": torch.tensor(v[1:]), "second": torch.tensor(m[1:])}


def hidden_states(x, start, cell):
    return torch.tensor(run(x, start, cell)[0][1:])


def input_gradients(x, start, cell, dh):
    h, v, m = run(x, start, cell)
    mu, beta, eps = float(cell["mu"]), float(cell["beta"]), float(cell["eps"])
    n = len(dh)
    dh = dh.tolist()
    dv = [0.0] * n
    dm = [0.0] * n
    dx = torch.zeros_like(x)
    for t in range(len(x), 0, -1):
        u = times(cell["W"], x[t - 1].tolist())
        dz = [dh[i] * h[t][i] * (1 - h[t][i]) for i in range(n)]
        for i in range(n):
            root = math.sqrt(m[t][i])
            dv[i] = mu * dv[i] + dz[i] / (root + eps)
            dm[i] = beta * dm[i] - dz[i] * v[t][i] / (root + eps) ** 2 / (2 * root)
        du = times(cell["S"].T, dv)
        for i in range(n):
            du[i] += dm[i] * (1 - beta) * 2 * u[i]
        dx[t - 1] = torch.tensor(times(cell["W"].T, du))
        dh = times(cell["U"].T, dz)
    return dx


def state_jacobian(x, start, cell, i):
    h = run(x, start, cell)[0]
    U = cell["U"]
    n = U.shape[0]
    J = torch.eye(n)
    for t in range(i + 1, len(h)):
        J = U @ J
        for r in range(n):
            J[r] *= h[t][r] * (1 - h[t][r])
    return J


def jacobian_norms(x, start, cell):
    norms = []
    for i in range(len(x)):
        norms.append(torch.linalg.matrix_norm(state_jacobian(x, start, cell, i), 2).item())
    return torch.tensor(norms)


def norm_bound(U, a, k):
    one_step = 0.25 * a * torch.linalg.matrix_norm(U, 2).item()
    bound = 1.0
    for _ in range(k):
        bound *= one_step
    return bound


def clip_by_norm(gradients, limit):
    squares = 0.0
    for gradient in gradients:
        for value in gradient.flatten().tolist():
            squares += value * value
    norm = math.sqrt(squares)
    if norm > limit:
        return [gradient * (limit / norm) for gradient in gradients]
    return gradients
