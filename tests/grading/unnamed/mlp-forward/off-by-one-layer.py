import torch


def hidden_activations(x, weights, biases):
    hidden = []
    for i in range(len(weights) - 1):
        hidden.append(torch.relu(x @ weights[i] + biases[i]))
    return hidden


def forward(x, weights, biases):
    h = x
    for i in range(len(weights) - 1):
        h = torch.relu(h @ weights[i] + biases[i])
    return h @ weights[-1] - biases[-1]


def mse(y, t):
    return (y - t).mean() ** 2


def gradients(x, t, weights, biases):
    acts = [x]
    for i in range(len(weights) - 1):
        acts.append(torch.relu(acts[-1] @ weights[i] + biases[i]))
    d = 2 * (acts[-1] @ weights[-1] + biases[-1] - t) / t.numel()
    grads = {}
    for i in range(len(weights) - 1, -1, -1):
        grads[f"dW{i}"] = acts[i].T @ d
        grads[f"db{i}"] = d.sum(0)
        d = d @ weights[i].T * (acts[i] > 0)
    return grads
