"""What students write instead: each function stands in for one of `reference.py`."""

import torch
from reference import forward, gradients, hidden_activations


def _error(y, t):
    return 2 * (y - t) / y.numel()  # dE/dy: (N, n_L)


def _backward(delta, inputs, weights, through_relu, bias_gradient):
    result = {}
    for layer in range(len(weights), 0, -1):
        result[f"dW{layer}"] = inputs[layer - 1].T @ delta
        result[f"db{layer}"] = bias_gradient(delta)
        delta = through_relu(delta @ weights[layer - 1].T, inputs[layer - 1])
    return result


def _masked(gradient, activation):
    return gradient * (activation > 0)


def _unmasked(gradient, activation):
    return gradient


def _summed(delta):
    return delta.sum(dim=0)


# --- no-relu ------------------------------------------------------------------------------------------


def relu_left_out(z):
    return z


def hidden_without_relu(x, weights, biases):
    activations = []
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        x = x @ W + b
        activations.append(x)
    return activations


def forward_without_relu(x, weights, biases):
    for W, b in zip(weights, biases, strict=True):
        x = x @ W + b
    return x


def gradients_without_relu(x, t, weights, biases):
    inputs = [x, *hidden_without_relu(x, weights, biases)]
    delta = _error(forward_without_relu(x, weights, biases), t)
    return _backward(delta, inputs, weights, _unmasked, _summed)


# --- the other slips of the forward pass --------------------------------------------------------------


def preactivations(x, weights, biases):
    inputs = [x, *hidden_activations(x, weights, biases)]
    return [a @ W + b for a, W, b in zip(inputs, weights[:-1], biases[:-1], strict=False)]


def forward_with_relu_on_output(x, weights, biases):
    return torch.relu(forward(x, weights, biases))


def affine_with_transposed_weights(a, W, b):
    return a @ W.T + b


def hidden_with_transposed_weights(x, weights, biases):
    return hidden_activations(x, [W.T for W in weights], biases)


def affine_without_bias(a, W, b):
    return a @ W


def hidden_without_bias(x, weights, biases):
    return hidden_activations(x, weights, [0 * b for b in biases])


def forward_without_bias(x, weights, biases):
    return forward(x, weights, [0 * b for b in biases])


def gradients_without_bias(x, t, weights, biases):
    return gradients(x, t, weights, [0 * b for b in biases])


# --- the error ----------------------------------------------------------------------------------------


def mse_summed(y, t):
    return ((y - t) ** 2).sum()


def mse_over_batch_only(y, t):
    return ((y - t) ** 2).sum(dim=1).mean()


def mse_halved(y, t):
    return ((y - t) ** 2).mean() / 2


def mse_rooted(y, t):
    return ((y - t) ** 2).mean().sqrt()


# --- the backward pass --------------------------------------------------------------------------------


def gradients_without_relu_mask(x, t, weights, biases):
    inputs = [x, *hidden_activations(x, weights, biases)]
    delta = _error(forward(x, weights, biases), t)
    return _backward(delta, inputs, weights, _unmasked, _summed)


def gradients_of_the_sum(x, t, weights, biases):
    return {name: gradient * t.numel() for name, gradient in gradients(x, t, weights, biases).items()}


def gradients_over_batch_only(x, t, weights, biases):
    return {name: gradient * t.shape[1] for name, gradient in gradients(x, t, weights, biases).items()}


def gradients_without_two(x, t, weights, biases):
    return {name: gradient / 2 for name, gradient in gradients(x, t, weights, biases).items()}


def gradients_with_sign_flipped(x, t, weights, biases):
    return {name: -gradient for name, gradient in gradients(x, t, weights, biases).items()}


def gradients_transposed(x, t, weights, biases):
    right = gradients(x, t, weights, biases)
    return {name: gradient.T if name.startswith("dW") else gradient for name, gradient in right.items()}


def gradients_with_bias_per_sample(x, t, weights, biases):
    inputs = [x, *hidden_activations(x, weights, biases)]
    delta = _error(forward(x, weights, biases), t)
    return _backward(delta, inputs, weights, _masked, lambda delta: delta)
