import math

import torch


def one_step(word, h, net):
    """The next state, number by number."""
    W, U, b = net["W"], net["U"], net["b"]
    new = []
    for i in range(len(b)):
        total = b[i]
        for j in range(len(word)):
            total += W[i][j] * word[j]
        for j in range(len(h)):
            total += U[i][j] * h[j]
        new.append(math.tanh(total))
    return new


def lists(net):
    return {name: value.tolist() for name, value in net.items()}


def states_of(sentence, net):
    h = [0.0] * len(net["b"])
    states = [h]
    for word in sentence:
        h = one_step(word, h, net)
        states.append(h)
    return states


def class_scores(h, net):
    return [net["c"][k] + sum(net["V"][k][j] * h[j] for j in range(len(h))) for k in range(5)]


def softmax(z):
    top = max(z)
    e = [math.exp(value - top) for value in z]
    return [value / sum(e) for value in e]


def hidden_states(x, net):
    net = lists(net)
    return torch.tensor([states_of(sentence, net)[1:] for sentence in x.tolist()])


def probabilities(x, net, steps):
    net = lists(net)
    rows = []
    for sentence in x.tolist():
        states = states_of(sentence, net)
        row = [0.0] * 5
        for t in steps:
            p = softmax(class_scores(states[t], net))
            for k in range(5):
                row[k] += p[k] / len(steps)
        rows.append(row)
    return torch.tensor(rows)


def predict(P):
    labels = []
    for row in P.tolist():
        best = 0
        for k in range(1, 5):
            if row[k] > row[best]:
                best = k
        labels.append(best)
    return torch.tensor(labels)


def loss(x, labels, net):
    net = lists(net)
    total = 0.0
    for sentence, label in zip(x.tolist(), labels.tolist()):
        z = class_scores(states_of(sentence, net)[-1], net)
        top = max(z)
        total += top + math.log(sum(math.exp(value - top) for value in z)) - z[label]
    return total / len(x)


def gradients(x, labels, net):
    grads = {"d" + name: torch.zeros_like(value) for name, value in net.items()}
    as_lists = lists(net)
    for sentence, label in zip(x.tolist(), labels.tolist()):
        states = states_of(sentence, as_lists)
        p = softmax(class_scores(states[-1], as_lists))
        p[label] -= 1.0
        d = torch.tensor(p) / len(x)
        grads["dV"] += torch.outer(d, torch.tensor(states[-1]))
        grads["dc"] += d
        back = net["V"].T @ d
        for t in range(len(sentence), 0, -1):
            h = torch.tensor(states[t])
            back = back * (1 - h * h)
            grads["dW"] += torch.outer(back, torch.tensor(sentence[t - 1]))
            grads["dU"] += torch.outer(back, torch.tensor(states[t - 1]))
            grads["db"] += back
            back = net["U"].T @ back
    return grads
