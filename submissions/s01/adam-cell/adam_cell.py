import torch


class AdamCell:
    def __init__(self, start, cell):
        self.start = start
        self.U, self.W, self.S = cell["U"], cell["W"], cell["S"]
        self.mu, self.beta, self.eps = cell["mu"], cell["beta"], cell["eps"]

    def forward(self, x):
        h, v, m = self.start["h"], self.start["v"], self.start["m"]
        self.steps = []
        for word in x:
            u = torch.mv(self.W, word)
            v = torch.mv(self.S, u).add(self.mu * v)
            m = torch.square(u).mul(1 - self.beta).add(self.beta * m)
            h = torch.sigmoid(torch.mv(self.U, h).add(v.div(m.sqrt().add(self.eps))))
            self.steps.append((u, v, m, h))
        return torch.stack([step[3] for step in self.steps])

    def column(self, which):
        return torch.stack([step[which] for step in self.steps])

    def backward(self, dh):
        dv = torch.zeros_like(dh)
        dm = torch.zeros_like(dh)
        dx = []
        for u, v, m, h in reversed(self.steps):
            root = m.sqrt()
            denominator = root.add(self.eps)
            dz = dh.mul(h).mul(1 - h)
            dv = dv.mul(self.mu).add(dz.div(denominator))
            dm = dm.mul(self.beta).sub(dz.mul(v).div(denominator.square()).div(root.mul(2)))
            du = torch.mv(self.S.t(), dv).add(dm.mul(u).mul(2 * (1 - self.beta)))
            dx.insert(0, torch.mv(self.W.t(), du))
            dh = torch.mv(self.U.t(), dz)
        return torch.stack(dx)

    def jacobian(self, i):
        result = torch.eye(self.U.size(0))
        for _, _, _, h in self.steps[i:]:
            result = torch.mm(torch.diag(h.mul(1 - h)), torch.mm(self.U, result))
        return result


def run(x, start, cell):
    network = AdamCell(start, cell)
    network.forward(x)
    return network


def moments(x, start, cell):
    network = run(x, start, cell)
    return {"first": network.column(1), "second": network.column(2)}


def hidden_states(x, start, cell):
    return AdamCell(start, cell).forward(x)


def input_gradients(x, start, cell, dh):
    return run(x, start, cell).backward(dh)


def state_jacobian(x, start, cell, i):
    return run(x, start, cell).jacobian(i)


def jacobian_norms(x, start, cell):
    network = run(x, start, cell)
    return torch.stack([torch.linalg.norm(network.jacobian(i), 2) for i in range(len(x))])


def norm_bound(U, a, k):
    return torch.linalg.norm(U, 2).mul(a).div(4).pow(k)


def clip_by_norm(gradients, limit):
    norm = torch.sqrt(sum(torch.sum(torch.square(g)) for g in gradients))
    return [torch.mul(g, torch.clamp(limit / norm, max=1.0)) for g in gradients]
