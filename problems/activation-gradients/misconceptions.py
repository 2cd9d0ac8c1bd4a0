"""What students write instead: each function stands in for one of `reference.py`, and for its callers too."""

import numpy as np
from reference import (
    activate,
    bound,
    chain_slopes,
    parameters,
    preactivations,
    sigmoid,
    sigmoid_slope,
    slope,
    widest,
)

# --- the slopes ---------------------------------------------------------------------------------------


def tanh_itself(z):
    return np.tanh(z)


def relu_itself(z):
    return np.maximum(z, 0)


def sigmoid_slope_of_activation(z):
    return z * (1 - z)


def tanh_slope_of_activation(z):
    return 1 - z**2


def sigmoid_slope_of_sigmoid(z):
    return sigmoid_slope(sigmoid(z))


def tanh_slope_without_square(z):
    return 1 - np.tanh(z)


def tanh_slope_as_sigmoid(z):
    return np.tanh(z) * (1 - np.tanh(z))


def relu_slope_one_at_zero(z):
    return np.where(z >= 0, 1.0, 0.0)


def relu_slope_half_at_zero(z):
    return np.heaviside(z, 0.5)


def relu_slope_below(z):
    return np.heaviside(-z, 0.0)


def sigmoid_slope_of_falling_exponential(z):
    e = np.exp(-z)
    return e / (1 + e) ** 2


def sigmoid_slope_of_growing_exponential(z):
    e = np.exp(z)
    return e / (1 + e) ** 2


def tanh_slope_of_exponentials(z):
    up, down = np.exp(z), np.exp(-z)
    return 1 - ((up - down) / (up + down)) ** 2


# --- the chain ----------------------------------------------------------------------------------------


def _factors(a0, w, b, f):
    return slope(preactivations(a0, w, b, f), f) * w[:, None]


def chain_of_slopes_only(a0, w, b, f):
    return np.cumprod(slope(preactivations(a0, w, b, f), f), axis=0)


def chain_of_weights_only(a0, w, b, f):
    return np.cumprod(w)[:, None] * np.ones_like(a0)


def chain_of_factors(a0, w, b, f):
    return _factors(a0, w, b, f)


def chain_of_sums(a0, w, b, f):
    return np.cumsum(_factors(a0, w, b, f), axis=0)


def chain_from_the_end(a0, w, b, f):
    return np.cumprod(_factors(a0, w, b, f)[::-1], axis=0)[::-1]


def chain_at_the_end_only(a0, w, b, f):
    return chain_slopes(a0, w, b, f)[-1]


def chain_without_biases(a0, w, b, f):
    return chain_slopes(a0, w, np.zeros_like(b), f)


def chain_with_slopes_of_activations(a0, w, b, f):
    return np.cumprod(slope(activate(preactivations(a0, w, b, f), f), f) * w[:, None], axis=0)


def chain_without_activations(a0, w, b, f):
    z, found = a0, []
    for weight, bias in zip(w, b, strict=True):
        z = weight * z + bias
        found.append(slope(z, f) * weight)
    return np.cumprod(found, axis=0)


# --- the bound ----------------------------------------------------------------------------------------


def bound_with_slope_one(w, f):
    return bound(w, "tanh")


def bound_with_slope_half(w, f):
    return bound(2 * w, f) if f == "sigmoid" else bound(w, f)


def bound_with_one_quarter(w, f):
    return bound(w, "tanh") / 4 if f == "sigmoid" else bound(w, f)


def bound_with_signs(w, f):
    return np.prod(np.sign(w)) * bound(w, f)


def bound_of_largest_weight(w, f):
    return bound(np.full_like(w, np.abs(w).max()), f)


def bound_of_slopes_only(w, f):
    return bound(np.ones_like(w), f)


# --- the counts ---------------------------------------------------------------------------------------


def parameters_without_biases(sizes):
    return parameters(sizes) - sum(sizes[1:])


def parameters_with_one_bias_a_layer(sizes):
    return parameters_without_biases(sizes) + len(sizes) - 1


def parameters_with_input_biases(sizes):
    return parameters(sizes) + sizes[0]


def parameters_of_hidden_layers(sizes):
    return parameters(sizes[:-1])


def units(sizes):
    return sum(sizes)


def first_too_wide(inputs, outputs, depth, budget):
    return widest(inputs, outputs, depth, budget) + 1


def widest_below_budget(inputs, outputs, depth, budget):
    return widest(inputs, outputs, depth, budget - 1)


def widest_with_a_layer_more(inputs, outputs, depth, budget):
    return widest(inputs, outputs, depth + 1, budget)


def widest_shared_by_the_layers(inputs, outputs, depth, budget):
    return widest(inputs, outputs, 1, budget) // depth
