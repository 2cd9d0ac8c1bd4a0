import torch


def steps(x, start, cell):
    """v_t, m_t and h_t by the equations of the picture."""
    h_t, v_t, m_t = start["h"], start["v"], start["m"]
    for x_t in x:
        Wx = torch.matmul(cell["W"], x_t)
        v_t = cell["mu"] * v_t + torch.matmul(cell["S"], Wx)
        m_t = cell["beta"] * m_t + (1 - cell["beta"]) * torch.pow(Wx, 2)
        h_t = torch.sigmoid(torch.matmul(cell["U"], h_t) + v_t / (torch.sqrt(m_t) + cell["eps"]))
        yield h_t, v_t, m_t


def moments(x, start, cell):
    # m_t is the vector of the first moment (the mean), v_t that of the second (the variance, not centred).
    _, v, m = zip(*steps(x, start, cell))
    return {"first": torch.stack(m), "second": torch.stack(v)}


def hidden_states(x, start, cell):
    return torch.stack([h_t for h_t, _, _ in steps(x, start, cell)])


def input_gradients(x, start, cell, dh):
    # dh_T/dx_i = sum over t of dh_T/dh_t dh_t/dx_i; I know of no way to find it without numeric computation.
    raise NotImplementedError


def state_jacobian(x, start, cell, i):
    """The product over j of sigma(z_j) (1 - sigma(z_j)), times U^(T - i)."""
    h = hidden_states(x, start, cell)
    T = x.shape[0]
    product = torch.prod(h[i:] * (1 - h[i:]), dim=0)
    return torch.diag(product) @ torch.matrix_power(cell["U"], T - i)


def jacobian_norms(x, start, cell):
    return torch.stack([torch.linalg.matrix_norm(state_jacobian(x, start, cell, i), 2) for i in range(x.shape[0])])


def norm_bound(U, a, k):
    # The sigmoid times a constant: its slope is at most a/4.
    return (torch.linalg.matrix_norm(U, 2) * a / 4) ** k


def clip_by_norm(gradients, limit):
    norm = sum(torch.sum(g ** 2) for g in gradients) ** 0.5
    return [g * (limit / norm) if norm > limit else g for g in gradients]
