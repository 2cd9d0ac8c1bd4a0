import torch


def hidden_activations(x, weights, biases):
    hidden = []
    a = x
    for i in range(len(weights) - 1):
        z = a @ weights[i]
        a = torch.relu(z)
        hidden.append(a)
    return hidden


def forward(x, weights, biases):
    a = x
    for i in range(len(weights)):
        z = a @ weights[i]
        a = torch.relu(z) if i < len(weights) - 1 else z
    return a


def mse(y, t):
    return torch.mean((t - y) ** 2)


def gradients(x, t, weights, biases):
    activations = [x] + hidden_activations(x, weights, biases)
    y = forward(x, weights, biases)
    d = 2 * (y - t) / t.numel()
    grads = {}
    for i in reversed(range(len(weights))):
        grads["dW" + str(i + 1)] = activations[i].T @ d
        grads["db" + str(i + 1)] = d.sum(0)
        if i > 0:
            d = (d @ weights[i].T) * (activations[i] > 0).float()
    return grads
