"""Judges training by the weights that came out of it: the losses are computed here, on labels that are held here."""

from itertools import pairwise
from math import log

import numpy as np

from grader import Verification

NARROW = [784, 600, 600, 10]
WIDE = [784, 1500, 1500, 10]
CHANCE = log(10)  # the loss of who knows nothing about ten classes
NEAR_CHANCE = 0.25
LEARNT = 0.5  # of the first loss
MEMORISED = 0.1
KNOWN = 0.3  # the wide network's own images
OVERFITTED = 3.0  # times as large is its loss on others


class Unusable(ValueError):
    """The observation holds no such network; the message is for the student."""


def cross_entropy_either_way(observed, scores, labels):
    """Passes any loss; says what it makes of scores that are no log-probabilities."""
    rows = np.arange(len(labels))
    peak = scores.max(axis=1)
    normalised = peak + np.log(np.exp(scores - peak[:, None]).sum(axis=1)) - scores[rows, labels]
    if np.shape(observed) == () and np.isclose(observed, normalised.mean(), rtol=1e-4):
        return Verification(
            1,
            "Your loss takes a log-softmax of its own. After the model's LogSoftmax that is redundant, not wrong:"
            " a second log-softmax changes nothing. NLLLoss would do.",
        )
    return Verification(1, "Your loss takes log-probabilities as they are; the log-softmax is taken once.")


def near_chance(observed, images, labels):
    """The loss of a new network is about ln 10."""
    try:
        value, _ = evaluated(parameters(observed, NARROW), images, labels)
    except Unusable as fault:
        return Verification(0, str(fault))
    right = abs(value - CHANCE) <= NEAR_CHANCE
    return Verification(right, f"The loss of a new model is {value:.3f}; ln 10 is {CHANCE:.3f}.")


def falls(observed, images, labels):
    """The loss after every epoch is below the first one, and after the last one at most half of it."""
    if not isinstance(observed, dict) or not observed:
        return Verification(0, "There are no weights to judge.")
    try:
        losses = [evaluated(parameters(each, NARROW), images, labels)[0] for each in observed.values()]
    except Unusable as fault:
        return Verification(0, str(fault))
    first, *later = losses
    right = all(value < first for value in later) and later[-1] <= LEARNT * first
    shown = ", ".join(f"{value:.3f}" for value in later)
    return Verification(
        right,
        f"With your weights the loss on the training images is {first:.3f} before training and {shown} after the"
        f" epochs; it has to fall to {LEARNT * first:.3f} or less.",
    )


def memorises(observed, images, labels):
    """All the training images are recognised, with a small loss."""
    try:
        value, accuracy = evaluated(parameters(observed, NARROW), images, labels)
    except Unusable as fault:
        return Verification(0, str(fault))
    right = value <= MEMORISED and accuracy == 1
    return Verification(
        right,
        f"With your weights the loss on the {len(labels)} images is {value:.3f} and {accuracy:.0%} are recognised;"
        f" it has to be {MEMORISED} or less and 100%.",
    )


def overfits(observed, images, labels, test_images, test_labels):
    """The wide network knows its few images by heart, and the loss on others is far above."""
    try:
        network = parameters(observed, WIDE)
    except Unusable as fault:
        return Verification(0, str(fault))
    value, _ = evaluated(network, images, labels)
    test_value, _ = evaluated(network, test_images, test_labels)
    right = value <= KNOWN and test_value >= OVERFITTED * value
    return Verification(
        right,
        f"With your weights the loss is {value:.3f} on the training images and {test_value:.3f} on others.",
    )


def parameters(observed, sizes):
    """The observation as weights and biases, (outputs, inputs) and (outputs,) for each layer.

    Raises:
        Unusable: where they are not those of a network of these sizes, or not finite.
    """
    shapes = [shape for n_in, n_out in pairwise(sizes) for shape in ((n_out, n_in), (n_out,))]
    arrays = [np.asarray(one) for one in observed] if isinstance(observed, list | tuple) else []
    if [array.shape for array in arrays] != shapes:
        raise Unusable(f"The parameters must have the shapes {', '.join(map(str, shapes))}, in this order.")
    if not all(array.dtype.kind == "f" and np.isfinite(array).all() for array in arrays):
        raise Unusable("Some weights are not finite numbers.")
    return [array.astype(np.float32) for array in arrays]


def evaluated(network, images, labels):
    """Loss and accuracy of a network on images (N, 28, 28) of bytes."""
    a = images.reshape(len(images), -1).astype(np.float32) / 255
    for layer in range(0, len(network), 2):
        z = a @ network[layer].T + network[layer + 1]
        a = np.maximum(z, 0)
    z = z.astype(np.float64)
    peak = z.max(axis=1)
    losses = peak + np.log(np.exp(z - peak[:, None]).sum(axis=1)) - z[np.arange(len(z)), labels]
    return float(losses.mean()), float(np.mean(z.argmax(axis=1) == labels))
