import torch
from torch import nn


class Walk:
    """Carries h, v, m and their derivatives by all the inputs so far, forwards in time."""

    def __init__(self, start, cell, T):
        self.cell = cell
        self.h, self.v, self.m = start["h"], start["v"], start["m"]
        n, d = cell["W"].shape
        self.dh = torch.zeros(n, T, d)
        self.dv = torch.zeros(n, T, d)
        self.dm = torch.zeros(n, T, d)

    def step(self, t, x):
        c = self.cell
        u = c["W"].matmul(x)
        self.v = c["mu"] * self.v + c["S"].matmul(u)
        self.m = self.m + (1 - c["beta"]) * (u.square() - self.m)
        self.dv = c["mu"] * self.dv
        self.dv[:, t] += c["S"].matmul(c["W"])
        self.dm = c["beta"] * self.dm
        self.dm[:, t] += 2 * (1 - c["beta"]) * u[:, None] * c["W"]
        q = 1 / (self.m.sqrt() + c["eps"])
        dq = -q.square() / (2 * self.m.sqrt())
        dz = torch.einsum("ab,btd->atd", c["U"], self.dh)
        dz = dz + q[:, None, None] * self.dv + (self.v * dq)[:, None, None] * self.dm
        self.h = nn.functional.sigmoid(c["U"].matmul(self.h) + self.v * q)
        self.dh = (self.h * (1 - self.h))[:, None, None] * dz


def walk(x, start, cell):
    w = Walk(start, cell, len(x))
    for t, row in enumerate(x):
        w.step(t, row)
        yield w


def moments(x, start, cell):
    seen = [(w.v, w.m) for w in walk(x, start, cell)]
    return {"second": torch.stack([m for _, m in seen]), "first": torch.stack([v for v, _ in seen])}


def hidden_states(x, start, cell):
    return torch.stack([w.h for w in walk(x, start, cell)])


def input_gradients(x, start, cell, dh):
    *_, last = walk(x, start, cell)
    return torch.einsum("n,ntd->td", dh, last.dh)


def state_jacobian(x, start, cell, i):
    states = hidden_states(x, start, cell)[i:]
    factors = [torch.diag(h - h * h).mm(cell["U"]) for h in states.flip(0)]
    return torch.linalg.multi_dot(factors) if len(factors) > 1 else factors[0]


def jacobian_norms(x, start, cell):
    all_of_them = torch.stack([state_jacobian(x, start, cell, i) for i in range(len(x))])
    return torch.linalg.matrix_norm(all_of_them, ord=2)


def norm_bound(U, a, k):
    return float(a * torch.linalg.matrix_norm(U, ord=2) / 4) ** k


def clip_by_norm(gradients, limit):
    copies = [nn.Parameter(torch.zeros_like(g)) for g in gradients]
    for copy, g in zip(copies, gradients):
        copy.grad = g.clone()
    nn.utils.clip_grad_norm_(copies, limit)
    return [copy.grad for copy in copies]
