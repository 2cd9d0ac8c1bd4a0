"""Judges an image by what pooling makes of it and of its copy moved right by one; any such image is right."""

import numpy as np

from grader import Verification

SAME = 1e-9


def survives_shift(observed):
    """Half for an image that both poolings cannot tell from its moved copy; all if average pooling can."""
    image = np.asarray(observed, dtype=np.float64)
    moved = np.zeros_like(image)
    moved[:, 1:] = image[:, :-1]
    if not image.any():
        return Verification(0, "The image is all zero, so there is nothing in it to move.")
    changed = _changed(_windows(image).max(axis=-1), _windows(moved).max(axis=-1))
    if changed is not None:
        (i, j), before, after = changed
        return Verification(
            0, f"The maximum of window ({i}, {j}) is {before:g} in the image and {after:g} in the moved one."
        )
    changed = _changed(_windows(image).mean(axis=-1), _windows(moved).mean(axis=-1))
    if changed is None:
        return Verification(
            0.5, "Every maximum stays, but so does every average; something besides the maxima has to move."
        )
    (i, j), before, after = changed
    return Verification(
        1, f"Every maximum stays; the average of window ({i}, {j}) changes from {before:g} to {after:g}."
    )


def _windows(image):
    """The windows of 2 x 2: (H / 2, W / 2, 4)."""
    h, w = image.shape[0] // 2, image.shape[1] // 2
    return image.reshape(h, 2, w, 2).swapaxes(1, 2).reshape(h, w, 4)


def _changed(before, after):
    """The first window whose value changes, with both values; None where none does."""
    places = np.argwhere(np.abs(before - after) > SAME * np.maximum(1, np.abs(before)))
    if not len(places):
        return None
    place = tuple(int(index) for index in places[0])
    return place, before[place], after[place]
