from functools import reduce
from itertools import accumulate

import torch


def after(state, x_t, cell):
    h, v, m = state
    u = torch.einsum("nd,d->n", cell["W"], x_t)
    v = cell["mu"] * v + torch.einsum("ij,j->i", cell["S"], u)
    m = cell["beta"] * m + (1 - cell["beta"]) * u**2
    return torch.sigmoid(torch.einsum("ij,j->i", cell["U"], h) + v / (m**0.5 + cell["eps"])), v, m


def states(x, start, cell):
    first = (start["h"], start["v"], start["m"])
    everything = accumulate(x, lambda state, x_t: after(state, x_t, cell), initial=first)
    return [torch.stack(column)[1:] for column in zip(*everything)]


def moments(x, start, cell):
    _, v, m = states(x, start, cell)
    return dict(first=v, second=m)


def hidden_states(x, start, cell):
    return states(x, start, cell)[0]


def input_gradients(x, start, cell, dh):
    """A sum over the step t at which the path leaves v and m for h."""
    h, v, m = states(x, start, cell)
    root = m**0.5
    T = len(x)
    rows = []
    for i in range(T):
        u = torch.einsum("nd,d->n", cell["W"], x[i])
        row = torch.zeros_like(dh)
        for t in range(i, T):
            # What dh becomes on the way from h_T back to z_t.
            dz = torch.einsum("a,ab->b", dh, jacobian(h[t + 1 :], cell["U"])) * h[t] * (1 - h[t])
            by_v = dz / (root[t] + cell["eps"]) * cell["mu"] ** (t - i)
            by_m = -dz * v[t] / (root[t] + cell["eps"]) ** 2 / (2 * root[t]) * cell["beta"] ** (t - i)
            row = row + torch.einsum("ab,a->b", cell["S"], by_v) + by_m * (1 - cell["beta"]) * 2 * u
        rows.append(torch.einsum("nd,n->d", cell["W"], row))
    return torch.stack(rows)


def jacobian(h, U):
    """Of the last of these states by the one before the first."""
    factors = [torch.einsum("a,ab->ab", s * (1 - s), U) for s in h]
    return reduce(lambda later, factor: torch.einsum("ab,bc->ac", factor, later), factors, torch.eye(len(U)))


def state_jacobian(x, start, cell, i):
    return jacobian(hidden_states(x, start, cell)[i:], cell["U"])


def jacobian_norms(x, start, cell):
    return torch.stack([torch.linalg.svdvals(state_jacobian(x, start, cell, i))[0] for i in range(len(x))])


def norm_bound(U, a, k):
    return (a * torch.linalg.svdvals(U)[0] / 4) ** k


def clip_by_norm(gradients, limit):
    g = torch.cat([gradient.reshape(-1) for gradient in gradients]).norm()
    return [gradient * limit / g if g > limit else gradient for gradient in gradients]
