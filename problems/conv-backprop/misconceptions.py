"""What students write instead: each function stands in for one of `reference.py`, and for its callers too."""

import numpy as np
from reference import bias_gradient, forward, gradients, image_gradient, slide, weight_gradient, windows


def _rotated(kernel):
    return kernel[..., ::-1, ::-1]


# --- the forward pass ---------------------------------------------------------------------------------


def forward_flipped(o, w, b):
    return forward(o, _rotated(w), b)


def forward_without_bias(o, w, b):
    return slide(o, w)


def forward_with_bias_per_weight(o, w, b):
    return forward(o, w, b * w.size)


def forward_one_short(o, w, b):
    return forward(o, w, b)[:, :-1, :-1]


def forward_padded(o, w, b):
    k1, k2 = w.shape
    top, left = (k1 - 1) // 2, (k2 - 1) // 2
    return forward(np.pad(o, ((0, 0), (top, k1 - 1 - top), (left, k2 - 1 - left))), w, b)


# --- the gradient of the weights ----------------------------------------------------------------------


def weights_of_rotated_delta(o, delta):
    return weight_gradient(o, _rotated(delta))


def weights_rotated(o, delta):
    return _rotated(weight_gradient(o, delta))


def weights_per_image(o, delta):
    return np.einsum("nmkij,nij->nmk", windows(o, delta.shape[1:]), delta)


def weights_averaged_over_images(o, delta):
    return weight_gradient(o, delta) / len(delta)


def weights_averaged_over_positions(o, delta):
    return weight_gradient(o, delta) / delta[0].size


def weights_averaged(o, delta):
    return weight_gradient(o, delta) / delta.size


# --- the gradient of the bias -------------------------------------------------------------------------


def bias_per_image(delta):
    return delta.sum(axis=(1, 2))


def bias_per_position(delta):
    return delta.sum(axis=0)


def bias_averaged(delta):
    return delta.mean()


def bias_averaged_over_images(delta):
    return delta.sum() / len(delta)


# --- the delta of the layer before --------------------------------------------------------------------


def image_not_rotated(delta, w):
    return image_gradient(delta, _rotated(w))


def delta_without_derivative(delta, w, x):
    return image_gradient(delta, w)


def delta_with_derivative_of_output(delta, w, x):
    return image_gradient(delta, w) * (1 - x**2)


def delta_with_tanh(delta, w, x):
    return image_gradient(delta, w) * np.tanh(x)


def delta_with_square_forgotten(delta, w, x):
    return image_gradient(delta, w) * (1 - np.tanh(x))


def delta_aligned_with_first_weight(delta, w, x):
    """As if an element of x met the next layer through the weight w_00 only."""
    first = np.zeros_like(x)
    first[:, : delta.shape[1], : delta.shape[2]] = delta * w[0, 0]
    return first * (1 - np.tanh(x) ** 2)


# --- both layers --------------------------------------------------------------------------------------


def gradients_summed_over_images(o, t, w1, b1, w2, b2):
    return {name: gradient * len(t) for name, gradient in gradients(o, t, w1, b1, w2, b2).items()}


def gradients_averaged_over_elements(o, t, w1, b1, w2, b2):
    return {name: gradient / t[0].size for name, gradient in gradients(o, t, w1, b1, w2, b2).items()}


def gradients_with_two(o, t, w1, b1, w2, b2):
    return {name: gradient * 2 for name, gradient in gradients(o, t, w1, b1, w2, b2).items()}


def gradients_with_sign_flipped(o, t, w1, b1, w2, b2):
    return {name: -gradient for name, gradient in gradients(o, t, w1, b1, w2, b2).items()}


def gradients_through_preactivation(o, t, w1, b1, w2, b2):
    x1 = forward(o, w1, b1)
    delta2 = (forward(np.tanh(x1), w2, b2) - t) / len(t)
    return gradients(o, t, w1, b1, w2, b2) | {"dw2": weight_gradient(x1, delta2)}


def gradients_without_tanh(o, t, w1, b1, w2, b2):
    x1 = forward(o, w1, b1)
    delta2 = (forward(x1, w2, b2) - t) / len(t)
    delta1 = delta_without_derivative(delta2, w2, x1)
    return {
        "dw1": weight_gradient(o, delta1),
        "db1": bias_gradient(delta1),
        "dw2": weight_gradient(x1, delta2),
        "db2": bias_gradient(delta2),
    }
