"""Sentiment of a sentence by a recurrent network: states, class probabilities, loss, gradients through time.

h_t = tanh(W x_t + U h_{t-1} + b),   P_t = softmax(V h_t + c) over 5 classes,   loss = mean of -log P_n[label]
"""

import torch


def hidden_states(x, net):
    """The states of all steps, from h_0 = 0: (N, n, H)."""
    h, states = x.new_zeros(len(x), len(net["b"])), []
    for t in range(x.shape[1]):
        h = torch.tanh(x[:, t] @ net["W"].T + h @ net["U"].T + net["b"])  # (N, H)
        states.append(h)
    return torch.stack(states, dim=1)


def scores(h, net):
    """What enters the softmax, for states of any leading shape."""
    return h @ net["V"].T + net["c"]


def probabilities(x, net, steps):
    """The mean of the softmax over the given steps, which count from 1: (N, 5)."""
    h = hidden_states(x, net)[:, [t - 1 for t in steps]]  # (N, len(steps), H)
    return torch.softmax(scores(h, net), dim=-1).mean(dim=1)


def predict(P):
    """The most probable class of each row, the lowest one of several."""
    return torch.argmax(P, dim=1)  # (N,)


def loss(x, labels, net):
    """The cross-entropy of the last step, averaged over the sentences."""
    z = scores(hidden_states(x, net)[:, -1], net)  # (N, 5)
    return (torch.logsumexp(z, dim=1) - z[torch.arange(len(z)), labels]).mean()


def label_loss(P, label):
    """The cross-entropy of one distribution, (5,)."""
    return -torch.log(P[label])


def gradients(x, labels, net):
    """dloss/d of every parameter, `{"dW": ..., "dU": ..., "db": ..., "dV": ..., "dc": ...}`."""
    h = hidden_states(x, net)
    before = torch.cat([torch.zeros_like(h[:, :1]), h[:, :-1]], dim=1)  # h_{t-1}: (N, n, H)
    dz = torch.softmax(scores(h[:, -1], net), dim=1)
    dz[torch.arange(len(dz)), labels] -= 1
    dz = dz / len(dz)  # (N, 5)
    result = {"dV": dz.T @ h[:, -1], "dc": dz.sum(dim=0)}
    result |= {
        "dW": torch.zeros_like(net["W"]),
        "dU": torch.zeros_like(net["U"]),
        "db": torch.zeros_like(net["b"]),
    }
    dh = dz @ net["V"]  # (N, H)
    for t in range(x.shape[1] - 1, -1, -1):
        da = dh * (1 - h[:, t] ** 2)
        result["dW"] += da.T @ x[:, t]
        result["dU"] += da.T @ before[:, t]
        result["db"] += da.sum(dim=0)
        dh = da @ net["U"]
    return result
