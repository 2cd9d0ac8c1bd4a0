import torch


def neuron(inputs, W, b, j):
    total = b[j]
    for i in range(len(inputs)):
        total = total + inputs[i] * W[i][j]
    return total


def one_sample(sample, weights, biases):
    """Inputs of every layer, then the output, as lists of numbers."""
    values = [list(sample)]
    for number in range(len(weights)):
        W, b = weights[number], biases[number]
        z = [neuron(values[-1], W, b, j) for j in range(W.shape[1])]
        if number != len(weights) - 1:
            z = [max(0.0, float(value)) for value in z]
        values.append(z)
    return values


def hidden_activations(x, weights, biases):
    samples = [one_sample(row, weights, biases) for row in x]
    return [torch.tensor([[float(v) for v in values[k]] for values in samples]) for k in range(1, len(weights))]


def forward(x, weights, biases):
    return torch.tensor([[float(v) for v in one_sample(row, weights, biases)[-1]] for row in x])


def mse(y, t):
    total = 0.0
    count = 0
    for row, target in zip(y, t):
        for value, wanted in zip(row, target):
            total += float(value - wanted) ** 2
            count += 1
    return total / count


def gradients(x, t, weights, biases):
    grads = {}
    for k in range(len(weights)):
        grads["dW%d" % (k + 1)] = torch.zeros_like(weights[k])
        grads["db%d" % (k + 1)] = torch.zeros_like(biases[k])
    for row, target in zip(x, t):
        values = one_sample(row, weights, biases)
        d = torch.tensor([2 * (float(v) - float(w)) / t.numel() for v, w in zip(values[-1], target)])
        for k in range(len(weights) - 1, -1, -1):
            a = torch.tensor([float(v) for v in values[k]])
            grads["dW%d" % (k + 1)] += torch.outer(a, d)
            grads["db%d" % (k + 1)] += d
            d = weights[k].mv(d)
            d[a <= 0] = 0.0
    return grads
