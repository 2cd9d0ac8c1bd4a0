import torch
import torch.nn.functional as F


def hidden_states(x, net):
    N, n, d = x.shape
    h = torch.zeros(N, net["b"].shape[0])
    out = []
    for t in range(n):
        h = torch.tanh(x[:, t, :] @ net["W"].T + h @ net["U"].T + net["b"])
        out.append(h)
    return torch.stack(out, dim=1)


def logits(h, net):
    return h @ net["V"].T + net["c"]


def probabilities(x, net, steps):
    hs = hidden_states(x, net)
    total = 0
    for t in steps:
        total = total + F.softmax(logits(hs[:, t - 1], net), dim=1)
    return total / len(steps)


def predict(P):
    return P.argmax(dim=1)


def loss(x, labels, net):
    e = torch.exp(logits(hidden_states(x, net)[:, -1], net))
    p = e / e.sum(dim=1, keepdim=True)
    return -p[torch.arange(len(p)), labels].log().mean()


def gradients(x, labels, net):
    N, n, d = x.shape
    hs = hidden_states(x, net)
    p = F.softmax(logits(hs[:, -1], net), dim=1)
    delta = (p - F.one_hot(labels, 5)) / N
    dV = delta.T @ hs[:, -1]
    dc = delta.sum(0)
    dW = torch.zeros_like(net["W"])
    dU = torch.zeros_like(net["U"])
    db = torch.zeros_like(net["b"])
    dh = delta @ net["V"]
    for t in range(n - 1, -1, -1):
        dz = dh * (1 - hs[:, t] ** 2)
        dW += dz.T @ x[:, t]
        db += dz.sum(0)
        if t > 0:
            dU += dz.T @ hs[:, t - 1]
        dh = dz @ net["U"]
    return {"dW": dW, "dU": dU, "db": db, "dV": dV, "dc": dc}
