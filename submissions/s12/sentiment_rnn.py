import torch


def step(x_t, h, net):
    return torch.tanh(x_t @ net["W"].T + h @ net["U"].T)


def hidden_states(x, net):
    h = torch.zeros(x.shape[0], net["U"].shape[0])
    states = []
    for t in range(x.shape[1]):
        h = step(x[:, t], h, net)
        states.append(h)
    return torch.stack(states, dim=1)


def classify(h, net):
    return torch.softmax(h @ net["V"].T + net["c"], dim=1)


def probabilities(x, net, steps):
    states = hidden_states(x, net)
    P = [classify(states[:, t - 1], net) for t in steps]
    return sum(P) / len(P)


def predict(P):
    return torch.max(P, dim=1)[0]


def loss(x, labels, net):
    z = hidden_states(x, net)[:, -1] @ net["V"].T + net["c"]
    return torch.nn.functional.cross_entropy(z, labels)


def gradients(x, labels, net):
    N, n, d = x.shape
    states = hidden_states(x, net)
    dz = classify(states[:, -1], net)
    dz[torch.arange(N), labels] -= 1
    dz = dz / N
    dV = dz.T @ states[:, -1]
    dc = dz.sum(0)
    dW = torch.zeros_like(net["W"])
    dU = torch.zeros_like(net["U"])
    db = torch.zeros_like(net["b"])  # no bias in the step
    dh = dz @ net["V"]
    for t in reversed(range(n)):
        da = dh * (1 - states[:, t] ** 2)
        dW += da.T @ x[:, t]
        if t > 0:
            dU += da.T @ states[:, t - 1]
        dh = da @ net["U"]
    return {"dW": dW, "dU": dU, "db": db, "dV": dV, "dc": dc}
