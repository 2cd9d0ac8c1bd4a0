"""What an expression cannot say: weights put into a model, training runs, and pictures where no real ones are given.

It runs beside the student's code and returns what came out, never how good it is. `student` is the student's module.
"""

import numpy as np
import torch

CLASSES = 10
SIDE = 28


# --- given weights ------------------------------------------------------------------------------------


def outputs(student, weights, biases, images):
    """The model's outputs with these weights."""
    return _with_weights(student, weights, biases)(images)


def predictions(student, weights, biases, images):
    """The student's labels for these images, by a model with these weights."""
    return student.predict(_with_weights(student, weights, biases), images)


def gradients(student, weights, biases, images, labels):
    """The gradients of the student's loss of the student's model, by autograd."""
    model = _with_weights(student, weights, biases)
    student.loss(model(images), labels).backward()
    found = [parameter.grad for parameter in model.parameters()]
    names = [f"d{kind}{layer}" for layer in range(1, len(weights) + 1) for kind in "Wb"]
    return dict(zip(names, found, strict=True))


def updates(student, weights, biases, gradients):
    """How far the student's optimiser moves each parameter if it is handed these gradients, one step after another.

    In float64: the change of a weight is a small part of it. `gradients` holds one array (steps, *shape) for each
    parameter.
    """
    model = _with_weights(student, weights, biases).double()
    before = [parameter.detach().clone() for parameter in model.parameters()]
    optimizer = student.make_optimizer(model)
    for step in range(len(gradients[0])):
        for parameter, each in zip(model.parameters(), gradients, strict=True):
            parameter.grad = each[step].double()
        optimizer.step()
    return [after.detach() - old for after, old in zip(model.parameters(), before, strict=True)]


def reported(student, weights, biases, batches, epochs):
    """What `fit` returns where the optimiser moves nothing, so that the loss of each batch is known."""
    model = _with_weights(student, weights, biases)
    return student.fit(model, torch.optim.SGD(model.parameters(), lr=0.0), batches, epochs)


def stepped(student, weights, biases, batches, epochs):
    """The weights to which `fit` leads by plain gradient descent, in float64."""
    model = _with_weights(student, weights, biases).double()
    batches = [(images.double(), labels) for images, labels in batches]
    student.fit(model, torch.optim.SGD(model.parameters(), lr=0.5), batches, epochs)
    return [parameter.detach() for parameter in model.parameters()]


def _with_weights(student, weights, biases):
    """The student's model of the fitting sizes, its parameters overwritten in their order."""
    model = student.make_model([weights[0].shape[1], *(len(W) for W in weights)])
    parameters = list(model.parameters())
    given = [array for pair in zip(weights, biases, strict=True) for array in pair]
    if [tuple(p.shape) for p in parameters] != [tuple(array.shape) for array in given]:
        raise ValueError(
            f"the parameters of make_model({[weights[0].shape[1], *map(len, weights)]}) have the shapes"
            f" {[tuple(p.shape) for p in parameters]}; they must be {[tuple(array.shape) for array in given]}"
        )
    with torch.no_grad():
        for parameter, array in zip(parameters, given, strict=True):
            parameter.copy_(array)
    return model


# --- training -----------------------------------------------------------------------------------------


def untrained(student, sizes):
    """The parameters of a new model."""
    return _parameters(student.make_model(sizes))


def epochs_of_training(student, sizes, images, labels, batch, epochs):
    """The parameters before training and after each epoch."""
    model = student.make_model(sizes)
    optimizer = student.make_optimizer(model)
    batches = _batches(images, labels, batch)
    seen = {"epoch 0": _parameters(model)}
    for epoch in range(1, epochs + 1):
        student.fit(model, optimizer, batches, 1)
        seen[f"epoch {epoch}"] = _parameters(model)
    return seen


def trained(student, sizes, images, labels, batch, epochs):
    """The parameters after training."""
    return _parameters(_fitted(student, sizes, images, labels, batch, epochs))


def predictions_after_training(student, sizes, images, labels, batch, epochs, others):
    """The student's labels for other images; nobody here knows the right ones."""
    return student.predict(_fitted(student, sizes, images, labels, batch, epochs), _inputs(others))


def _fitted(student, sizes, images, labels, batch, epochs):
    model = student.make_model(sizes)
    student.fit(model, student.make_optimizer(model), _batches(images, labels, batch), epochs)
    return model


def _parameters(model):
    return [parameter.detach().clone() for parameter in model.parameters()]


def _batches(images, labels, size):
    inputs, labels = _inputs(images), labels.long()
    return [(inputs[i : i + size], labels[i : i + size]) for i in range(0, len(inputs), size)]


def _inputs(images):
    return images.reshape(len(images), -1).float() / 255  # (N, 784)


# --- pictures -----------------------------------------------------------------------------------------


def pictures(drawing, part, count):
    """A set of ten kinds of grey pictures, (count, 28, 28) bytes. Parts show the same kinds in other pictures."""
    return _set(drawing, part, count)[0]


def kinds(drawing, part, count):
    """The labels of `pictures`, (count,)."""
    return _set(drawing, part, count)[1]


def _set(drawing, part, count):
    # The drawing has hundreds of random bits: who sees pictures cannot search for the labels of others.
    seed = list(np.asarray(drawing, dtype=np.float64).tobytes())
    forms = _smooth(np.random.default_rng(seed), CLASSES)
    random = np.random.default_rng([*seed, part])
    labels, mixed_in = random.integers(0, CLASSES, (2, count))
    share = random.uniform(0, 0.45, (count, 1, 1))
    images = (1 - share) * forms[labels] + share * forms[mixed_in] + 0.5 * _smooth(random, count)
    shifts = random.integers(-2, 3, (count, 2))
    images = np.stack([np.roll(image, tuple(by), (0, 1)) for image, by in zip(images, shifts, strict=True)])
    grey = 0.45 + 0.35 * images + 0.1 * random.normal(size=images.shape)
    return np.clip(np.round(255 * grey), 0, 255).astype(np.uint8), labels.astype(np.uint8)


def _smooth(random, count):
    """Random pictures without sharp edges: 5 x 5 numbers, drawn out to 28 x 28."""
    coarse = random.normal(size=(count, 5, 5))
    at = np.linspace(0, 4, SIDE)
    left = np.minimum(at.astype(int), 3)
    right = at - left
    rows = coarse[:, left] * (1 - right)[:, None] + coarse[:, left + 1] * right[:, None]
    return rows[:, :, left] * (1 - right) + rows[:, :, left + 1] * right
