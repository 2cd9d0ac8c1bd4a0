"""A recurrent cell built like the Adam optimiser: forward pass, gradients through time, and what bounds them.

u_t = W x_t,   v_t = mu v_{t-1} + S u_t,   m_t = beta m_{t-1} + (1 - beta) u_t^2,
h_t = sigmoid(U h_{t-1} + v_t / (sqrt(m_t) + eps))
"""

import math

import torch


def moments(x, start, cell):
    """v_t is the running mean of the signal itself, m_t that of its square: {"first": (T, n), "second": (T, n)}."""
    v, m = start["v"], start["m"]
    first, second = [], []
    for u in x @ cell["W"].T:  # (n,)
        v = cell["mu"] * v + cell["S"] @ u
        m = cell["beta"] * m + (1 - cell["beta"]) * u**2
        first.append(v)
        second.append(m)
    return {"first": torch.stack(first), "second": torch.stack(second)}


def hidden_states(x, start, cell):
    """h_1, ..., h_T, one in each row: (T, n)."""
    found = moments(x, start, cell)
    h, states = start["h"], []
    for r in found["first"] / (torch.sqrt(found["second"]) + cell["eps"]):  # (n,)
        h = torch.sigmoid(cell["U"] @ h + r)
        states.append(h)
    return torch.stack(states)


def input_gradients(x, start, cell, dh):
    """The gradient of dh . h_T with respect to every x_t: backwards through h, v and m at once."""
    found, states = moments(x, start, cell), hidden_states(x, start, cell)
    dv, dm = torch.zeros_like(dh), torch.zeros_like(dh)
    dx = torch.zeros_like(x)  # (T, d)
    for t in range(len(x) - 1, -1, -1):
        h, v, root = states[t], found["first"][t], torch.sqrt(found["second"][t])
        u = cell["W"] @ x[t]
        dz = dh * h * (1 - h)
        dv = cell["mu"] * dv + dz / (root + cell["eps"])  # by v_{t+1}, and by h_t
        dm = cell["beta"] * dm - dz * v / (root + cell["eps"]) ** 2 / (2 * root)
        du = cell["S"].T @ dv + 2 * (1 - cell["beta"]) * u * dm
        dx[t] = cell["W"].T @ du
        dh = cell["U"].T @ dz
    return dx


def state_jacobian(x, start, cell, i):
    """dh_T/dh_i: the product of diag(sigmoid'(z_j)) U, the last step leftmost."""
    jacobian = torch.eye(len(cell["U"]))  # (n, n)
    for h in hidden_states(x, start, cell)[i:]:  # h_{i+1}, ..., h_T
        jacobian = (h * (1 - h))[:, None] * (cell["U"] @ jacobian)
    return jacobian


def jacobian_norms(x, start, cell):
    """The largest singular value of dh_T/dh_i, for i = 0, ..., T - 1."""
    jacobians = [state_jacobian(x, start, cell, i) for i in range(len(x))]
    return torch.stack([torch.linalg.matrix_norm(jacobian, 2) for jacobian in jacobians])  # (T,)


def norm_bound(U, a, k):
    """What |dh_T/dh_{T-k}| cannot exceed where the sigmoid is scaled by a: its slope is at most a/4."""
    return (a / 4 * torch.linalg.matrix_norm(U, 2)) ** k


def clip_by_norm(gradients, limit):
    """All gradients scaled by one factor, so that their common norm is at most the limit."""
    norm = math.sqrt(sum((g**2).sum().item() for g in gradients))
    return [g * min(1.0, limit / norm) for g in gradients]
