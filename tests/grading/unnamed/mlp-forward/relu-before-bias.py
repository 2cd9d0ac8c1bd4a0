import torch


def hidden_activations(x, weights, biases):
    out = []
    for W, b in zip(weights[:-1], biases[:-1]):
        x = torch.relu(x @ W) + b
        out.append(x)
    return out


def forward(x, weights, biases):
    for h in hidden_activations(x, weights, biases):
        x = h
    return x @ weights[-1] + biases[-1]


def mse(y, t):
    return torch.mean(torch.abs(y - t))


def gradients(x, t, weights, biases):
    acts = [x] + hidden_activations(x, weights, biases)
    y = forward(x, weights, biases)
    g = 2 * (y - t) / y.numel()
    grads = {}
    for i in reversed(range(len(weights))):
        grads[f"dW{i + 1}"] = acts[i].T @ g
        grads[f"db{i + 1}"] = g.sum(0)
        g = g @ weights[i].T
        g[acts[i] <= 0] = 0
    return grads
