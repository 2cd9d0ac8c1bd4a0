import torch


def step(x_t, h, net):
    return torch.relu(x_t @ net["W"].T + h @ net["U"].T + net["b"])


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
    return torch.argmax(P, dim=1) + 1


def loss(x, labels, net):
    z = hidden_states(x, net)[:, -1] @ net["V"].T + net["c"]
    return torch.nn.functional.cross_entropy(z, labels)


def gradients(x, labels, net):
    N, n, d = x.shape
    h = torch.zeros(N, net["U"].shape[0])
    states = []
    for t in range(n):
        h = torch.tanh(x[:, t] @ net["W"].T + h @ net["U"].T + net["b"])
        states.append(h)
    states = torch.stack(states, dim=1)
    dz = classify(states[:, -1], net)
    dz[torch.arange(N), labels] -= 1
    dz = dz / N
    dV = dz.T @ states[:, -1]
    dc = dz.sum(0)
    dW = torch.zeros_like(net["W"])
    dU = torch.zeros_like(net["U"])
    db = torch.zeros_like(net["b"])
    dh = dz @ net["V"]
    for t in reversed(range(n)):
        da = dh * (1 - states[:, t] ** 2)
        dW += da.T @ x[:, t]
        db += da.sum(0)
        if t > 0:
            dU += da.T @ states[:, t - 1]
        dh = da @ net["U"].T
    return {"dW": dW, "dU": dU, "db": db, "dV": dV, "dc": dc}
