import torch


def hidden_activations(x, weights, biases):
    hidden = []
    a = x
    for i in range(len(weights) - 1):
        z = a @ weights[i] + biases[i]
        a = torch.relu(z)
        hidden.append(a)
    return hidden


def forward(x, weights, biases):
    a = x
    for i in range(len(weights)):
        z = a @ weights[i] + biases[i]
        a = torch.relu(z) if i < len(weights) - 1 else z
    return a


def mse(y, t):
    return torch.mean((t - y) ** 2)


def gradients(x, t, weights, biases):
    # TODO: backward pass
    raise NotImplementedError
