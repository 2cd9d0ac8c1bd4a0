import math

import torch

# One sentence at a time, one step at a time: nothing to get wrong with axes.


def states_of(sentence, net):
    h = torch.zeros_like(net["b"])
    states = [h]
    for word in sentence:
        h = (net["W"].mv(word) + net["U"].mv(h) + net["b"]).tanh()
        states.append(h)
    return states  # h_0 is the first


def hidden_states(x, net):
    return [torch.stack(states_of(sentence, net)[1:]) for sentence in x]


def log_softmax(z):
    z = z - z.max()
    return z - torch.log(torch.sum(torch.exp(z)))


def probabilities(x, net, steps):
    rows = []
    for sentence in x:
        states = states_of(sentence, net)
        rows.append(sum(log_softmax(net["V"].mv(states[t]) + net["c"]).exp() for t in steps) / len(steps))
    return torch.stack(rows)


def predict(P):
    return [row.index(max(row)) for row in P.tolist()]


def loss(x, labels, net):
    total = 0.0
    for sentence, label in zip(x, labels.tolist()):
        z = net["V"].mv(states_of(sentence, net)[-1]) + net["c"]
        total -= log_softmax(z)[label].item()
    return total / len(x)


def gradients(x, labels, net):
    g = {"d" + name: torch.zeros_like(value) for name, value in net.items()}
    for sentence, label in zip(x, labels.tolist()):
        states = states_of(sentence, net)
        error = log_softmax(net["V"].mv(states[-1]) + net["c"]).exp()
        error[label] = error[label] - 1.0
        error = error / len(x)
        g["dV"] += torch.outer(error, states[-1])
        g["dc"] += error
        arriving = net["V"].T.mv(error)
        for t in reversed(range(len(sentence))):
            local = (1 - states[t + 1].square()) * arriving
            g["dW"] += torch.outer(local, sentence[t])
            g["dU"] += torch.outer(local, states[t])
            g["db"] += local
            arriving = net["U"].T.mv(local)
    assert all(math.isfinite(value.sum().item()) for value in g.values())
    return g
