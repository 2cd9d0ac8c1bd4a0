"""What students write instead: each function stands in for one of `reference.py`, and for its callers too."""

import numpy as np
from reference import average_pool_backward, max_pool_backward, output_size, windows

# --- the number of windows ----------------------------------------------------------------------------


def size_without_one(H, W, k, s):
    return (H - k) // s, (W - k) // s


def max_without_last(x, k, s):
    return windows(x, k, s).max(axis=-1)[:, :, :-1, :-1]


def average_without_last(x, k, s):
    return windows(x, k, s).mean(axis=-1)[:, :, :-1, :-1]


def size_rounded_up(H, W, k, s):
    return -(-(H - k) // s) + 1, -(-(W - k) // s) + 1


def size_by_window(H, W, k, s):
    return H // k, W // k


def size_by_stride(H, W, k, s):
    return H // s, W // s


def size_exchanged(H, W, k, s):
    return output_size(W, H, k, s)


def size_unrounded(H, W, k, s):
    return (H - k) / s + 1, (W - k) / s + 1


def _ceiled(x, k, s, summary):
    """Windows that stick out over the edge count too, with what of them lies inside."""
    h, w = size_rounded_up(*x.shape[2:], k, s)
    y = np.empty((*x.shape[:2], h, w))
    for i, j in np.ndindex(h, w):
        y[:, :, i, j] = summary(x[:, :, i * s : i * s + k, j * s : j * s + k], axis=(2, 3))
    return y


def max_rounded_up(x, k, s):
    return _ceiled(x, k, s, np.max)


def average_rounded_up(x, k, s):
    return _ceiled(x, k, s, np.mean)


def max_side_by_side(x, k, s):
    return windows(x, k, k).max(axis=-1)


def average_side_by_side(x, k, s):
    return windows(x, k, k).mean(axis=-1)


def max_one_apart(x, k, s):
    return windows(x, k, 1).max(axis=-1)


def average_one_apart(x, k, s):
    return windows(x, k, 1).mean(axis=-1)


# --- what a window is summarised by -------------------------------------------------------------------


def max_from_zero(x, k, s):
    return np.maximum(windows(x, k, s).max(axis=-1), 0)


def max_of_absolute(x, k, s):
    return np.abs(windows(x, k, s)).max(axis=-1)


def max_by_absolute(x, k, s):
    found = windows(x, k, s)
    return np.take_along_axis(found, np.abs(found).argmax(axis=-1)[..., None], axis=-1)[..., 0]


def minimum(x, k, s):
    return windows(x, k, s).min(axis=-1)


def average(x, k, s):
    return windows(x, k, s).mean(axis=-1)


def maximum(x, k, s):
    return windows(x, k, s).max(axis=-1)


def max_over_channels(x, k, s):
    return windows(x, k, s).max(axis=(1, -1))


def average_over_channels(x, k, s):
    return windows(x, k, s).mean(axis=(1, -1))


def sum_for_average(x, k, s):
    return windows(x, k, s).sum(axis=-1)


def average_by_side(x, k, s):
    return windows(x, k, s).sum(axis=-1) / k


# --- backward through the maximum ---------------------------------------------------------------------


def _spread(dY, x, k, s, share):
    """Each dY times its window's `share`, (N, C, H', W', k * k); contributions add up."""
    dx = np.zeros(x.shape)
    h, w = dY.shape[2:]
    for place, (p, q) in enumerate(np.ndindex(k, k)):
        dx[:, :, p : p + s * h : s, q : q + s * w : s] += dY * share[..., place]
    return dx


def _is_largest(x, k, s):
    found = windows(x, k, s)
    return (found == found.max(axis=-1, keepdims=True)).astype(float)


def max_back_to_all_ties(dY, x, k, s):
    return _spread(dY, x, k, s, _is_largest(x, k, s))


def max_back_shared_among_ties(dY, x, k, s):
    largest = _is_largest(x, k, s)
    return _spread(dY, x, k, s, largest / largest.sum(axis=-1, keepdims=True))


def max_back_to_last_tie(dY, x, k, s):
    last = k * k - 1 - windows(x, k, s)[..., ::-1].argmax(axis=-1)
    return _spread(dY, x, k, s, (np.arange(k * k) == last[..., None]).astype(float))


def max_back_to_first_column(dY, x, k, s):
    """Reading down the columns instead of along the rows."""
    down = (
        windows(x, k, s).reshape(*dY.shape, k, k).swapaxes(-1, -2).reshape(*dY.shape, k * k).argmax(axis=-1)
    )
    first = down % k * k + down // k
    return _spread(dY, x, k, s, (np.arange(k * k) == first[..., None]).astype(float))


def max_back_overwritten(dY, x, k, s):
    dx = np.zeros(x.shape)
    place = windows(x, k, s).argmax(axis=-1)
    n, c = np.indices(dY.shape[:2], sparse=True)
    for i, j in np.ndindex(*dY.shape[2:]):
        here = place[:, :, i, j]
        dx[n, c, i * s + here // k, j * s + here % k] = dY[:, :, i, j]
    return dx


def max_back_to_whole_window(dY, x, k, s):
    return _spread(dY, x, k, s, np.ones((*dY.shape, k * k)))


def max_back_as_average(dY, x, k, s):
    return average_pool_backward(dY, x, k, s)


def max_back_without_upstream(dY, x, k, s):
    return max_pool_backward(np.ones_like(dY), x, k, s)


def max_back_times_value(dY, x, k, s):
    return max_pool_backward(dY * windows(x, k, s).max(axis=-1), x, k, s)


# --- backward through the average ---------------------------------------------------------------------


def average_back_undivided(dY, x, k, s):
    return average_pool_backward(dY, x, k, s) * k**2


def average_back_by_side(dY, x, k, s):
    return average_pool_backward(dY, x, k, s) * k


def average_back_overwritten(dY, x, k, s):
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(*dY.shape[2:]):
        dx[:, :, i * s : i * s + k, j * s : j * s + k] = dY[:, :, i, j, None, None] / k**2
    return dx


def average_back_without_upstream(dY, x, k, s):
    return average_pool_backward(np.ones_like(dY), x, k, s)


def average_back_by_input(dY, x, k, s):
    return average_pool_backward(dY, x, k, s) * x
