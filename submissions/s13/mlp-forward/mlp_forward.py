import torch


def layers(x, weights, biases):
    """x, the hidden layers and the output."""
    a_list = [x]
    last = len(weights) - 1
    for k, (W, b) in enumerate(zip(weights, biases)):
        z = torch.mm(a_list[-1], W) + b
        a_list.append(z if k == last else z.clamp(min=0))
    return a_list


def hidden_activations(x, weights, biases):
    hidden = layers(x, weights, biases)[:-2]
    return [h @ W + b for h, W, b in zip(hidden, weights, biases)]


def forward(x, weights, biases):
    return layers(x, weights, biases)[-1]


def mse(y, t):
    diff = y - t
    return (diff * diff).sum() / diff.numel()


def gradients(x, t, weights, biases):
    a_list = layers(x, weights, biases)
    g = 2 * (a_list[-1] - t) / t.numel()
    grads = {}
    for k in range(len(weights), 0, -1):
        a = a_list[k - 1]
        grads[f"dW{k}"] = torch.mm(a.t(), g)
        grads[f"db{k}"] = g
        g = torch.mm(g, weights[k - 1].t())
        g[a <= 0] = 0
    return grads
