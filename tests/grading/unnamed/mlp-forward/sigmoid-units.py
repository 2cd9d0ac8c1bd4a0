import torch


def hidden_activations(x, weights, biases):
    out = []
    for W, b in zip(weights[:-1], biases[:-1]):
        x = torch.sigmoid(x @ W + b)
        out.append(x)
    return out


def forward(x, weights, biases):
    h = hidden_activations(x, weights, biases)
    return h[-1] @ weights[-1] + biases[-1]


def mse(y, t):
    return torch.mean((y - t) ** 2)


def gradients(x, t, weights, biases):
    inputs = [x] + hidden_activations(x, weights, biases)
    delta = 2 * (forward(x, weights, biases) - t) / t.numel()
    grads = {}
    for l in range(len(weights), 0, -1):
        a = inputs[l - 1]
        grads[f"dW{l}"] = a.T @ delta
        grads[f"db{l}"] = delta.sum(0)
        delta = (delta @ weights[l - 1].T) * a * (1 - a)
    return grads
