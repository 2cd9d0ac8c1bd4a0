# may be named: mse-batch-only
import torch


def hidden_activations(x, weights, biases):
    b = biases[0]
    hidden = []
    for W in weights[:-1]:
        x = (x @ W + b).clamp(min=0)
        hidden.append(x)
    return hidden


def forward(x, weights, biases):
    h = hidden_activations(x, weights, biases)[-1]
    return h @ weights[-1] + biases[-1]


def mse(y, t):
    return ((y - t) ** 2).sum() / len(y)


def gradients(x, t, weights, biases):
    acts = [x] + hidden_activations(x, weights, biases)
    delta = forward(x, weights, biases) - t
    delta = 2 * delta / len(t)
    grads = {}
    for l in range(len(weights), 0, -1):
        grads["dW%d" % l] = acts[l - 1].T @ delta
        grads["db%d" % l] = delta.sum(0)
        delta = (delta @ weights[l - 1].T) * (acts[l - 1] > 0)
    return grads
