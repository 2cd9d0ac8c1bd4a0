import torch


def hidden_activations(x, weights, biases):
    W1, W2, W3 = weights
    b1, b2, b3 = biases
    H = torch.relu(x @ W1 + b1)
    J = torch.relu(H @ W2 + b2)
    return [H, J]


def forward(x, weights, biases):
    H, J = hidden_activations(x, weights, biases)
    return J @ weights[2] + biases[2]


def mse(y, t):
    return ((y - t) ** 2).mean()


def gradients(x, t, weights, biases):
    W1, W2, W3 = weights
    H, J = hidden_activations(x, weights, biases)
    y = forward(x, weights, biases)
    d3 = 2 * (y - t) / y.numel()
    d2 = (d3 @ W3.T) * (J > 0)
    d1 = (d2 @ W2.T) * (H > 0)
    return {
        "dW1": x.T @ d1, "db1": d1.sum(0),
        "dW2": H.T @ d2, "db2": d2.sum(0),
        "dW3": J.T @ d3, "db3": d3.sum(0),
    }
