"""What students write instead: each function stands in for one of `reference.py`."""

import torch
from reference import layer_gradients, leaky_relu, leaky_relu_backward, leaky_relu_derivative, relu


def _pieces(x, right, left):
    """A derivative that is `right` for x > 0 and `left` elsewhere."""
    return torch.where(x > 0, right * torch.ones_like(x), left * torch.ones_like(x))


def _gradients(X, dZ):
    return {"dW": X.T @ dZ, "db": dZ.sum(dim=0)}


# --- relu-for-leaky -----------------------------------------------------------------------------------


def leaky_as_relu(x, m):
    return relu(x)


def derivative_as_relu(x, m):
    return _pieces(x, 1.0, 0.0)


def backward_as_relu(dY, x, m):
    return leaky_relu_backward(dY, x, 0.0)


def layer_as_relu(X, W, b, dY, m):
    return layer_gradients(X, W, b, dY, 0.0)


# --- slope-on-wrong-side ------------------------------------------------------------------------------


def leaky_wrong_side(x, m):
    return torch.where(x > 0, m * x, x)


def derivative_wrong_side(x, m):
    return _pieces(x, m, 1.0)


def backward_wrong_side(dY, x, m):
    return dY * derivative_wrong_side(x, m)


def layer_wrong_side(X, W, b, dY, m):
    return _gradients(X, backward_wrong_side(dY, X @ W + b, m))


# --- slope-negated ------------------------------------------------------------------------------------


def leaky_negated(x, m):
    return leaky_relu(x, -m)


def derivative_negated(x, m):
    return leaky_relu_derivative(x, -m)


def backward_negated(dY, x, m):
    return leaky_relu_backward(dY, x, -m)


def layer_negated(X, W, b, dY, m):
    return layer_gradients(X, W, b, dY, -m)


# --- slope-divides ------------------------------------------------------------------------------------


def leaky_divided(x, m):
    return leaky_relu(x, 1 / m)


def derivative_divided(x, m):
    return leaky_relu_derivative(x, 1 / m)


def backward_divided(dY, x, m):
    return leaky_relu_backward(dY, x, 1 / m)


def layer_divided(X, W, b, dY, m):
    return layer_gradients(X, W, b, dY, 1 / m)


# --- slope-fixed --------------------------------------------------------------------------------------


def leaky_fixed(x, m):
    return leaky_relu(x, 0.01)


def derivative_fixed(x, m):
    return leaky_relu_derivative(x, 0.01)


def backward_fixed(dY, x, m):
    return leaky_relu_backward(dY, x, 0.01)


def layer_fixed(X, W, b, dY, m):
    return layer_gradients(X, W, b, dY, 0.01)


# --- slope-added-to-relu ------------------------------------------------------------------------------


def leaky_added(x, m):
    return relu(x) + m * x


def derivative_added(x, m):
    return _pieces(x, 1 + m, m)


def backward_added(dY, x, m):
    return dY * derivative_added(x, m)


def layer_added(X, W, b, dY, m):
    return _gradients(X, backward_added(dY, X @ W + b, m))


# --- value and derivative -----------------------------------------------------------------------------


def leaky_constant(x, m):
    return torch.where(x > 0, x, torch.full_like(x, m))


def relu_value(x):
    return relu(x)


def leaky_value(x, m):
    return leaky_relu(x, m)


def derivative_with_x(x, m):
    return torch.where(x > 0, torch.ones_like(x), m * x)


def backward_with_x(dY, x, m):
    return dY * derivative_with_x(x, m)


def layer_with_x(X, W, b, dY, m):
    return _gradients(X, backward_with_x(dY, X @ W + b, m))


# --- the kink -----------------------------------------------------------------------------------------


def relu_one_at_zero(x):
    return leaky_one_at_zero(x, 0.0)


def leaky_one_at_zero(x, m):
    return torch.where(x >= 0, torch.ones_like(x), torch.full_like(x, m))


def leaky_zero_at_zero(x, m):
    return (x > 0) + m * (x < 0)


# --- the upstream gradient ----------------------------------------------------------------------------


def backward_without_upstream(dY, x, m):
    return leaky_relu_derivative(x, m)


def layer_without_upstream(X, W, b, dY, m):
    return layer_gradients(X, W, b, torch.ones_like(dY), m)


def backward_without_upstream_below(dY, x, m):
    return torch.where(x > 0, dY, torch.full_like(dY, m))


def layer_without_upstream_below(X, W, b, dY, m):
    return _gradients(X, backward_without_upstream_below(dY, X @ W + b, m))


def backward_by_upstream(dY, x, m):
    return leaky_relu(dY, m)


def layer_by_upstream(X, W, b, dY, m):
    return _gradients(X, leaky_relu(dY, m))


# --- the layer ----------------------------------------------------------------------------------------


def layer_without_bias(X, W, b, dY, m):
    return layer_gradients(X, W, 0 * b, dY, m)


def dead_without_bias(X, W, b):
    return (X @ W <= 0).all(dim=0)


def layer_without_activation(X, W, b, dY, m):
    return _gradients(X, dY)


def layer_with_bias_per_sample(X, W, b, dY, m):
    dZ = leaky_relu_backward(dY, X @ W + b, m)
    return {"dW": X.T @ dZ, "db": dZ}


def layer_averaged(X, W, b, dY, m):
    return layer_gradients(X, W, b, dY / len(X), m)


def layer_with_bias_averaged(X, W, b, dY, m):
    right = layer_gradients(X, W, b, dY, m)
    return right | {"db": right["db"] / len(X)}


# --- dead units ---------------------------------------------------------------------------------------


def dead_for_some(X, W, b):
    return (X @ W + b <= 0).any(dim=0)


def alive_units(X, W, b):
    return (X @ W + b > 0).any(dim=0)


def dead_by_bias(X, W, b):
    return b < 0
