"""Max and average pooling, forward and backward: square windows of k x k, s apart, none of which leaves the image."""

import numpy as np


def output_size(H, W, k, s):
    """Returns the height H' and width W' of what comes out of an image of H x W, two whole numbers."""
    raise NotImplementedError


def max_pool(x, k, s):
    """Returns the largest element of every window of x (N, C, H, W): (N, C, H', W')."""
    raise NotImplementedError


def average_pool(x, k, s):
    """Returns the mean of every window of x (N, C, H, W): (N, C, H', W')."""
    raise NotImplementedError


def max_pool_backward(dY, x, k, s):
    """Returns dL/dx, in the shape of x, for Y = max_pool(x, k, s), where dY is dL/dY."""
    raise NotImplementedError


def average_pool_backward(dY, x, k, s):
    """Returns dL/dx, in the shape of x, for Y = average_pool(x, k, s), where dY is dL/dY."""
    raise NotImplementedError


def shift_example():
    """Returns an image (4, 6) that max pooling cannot tell from its copy moved right by one; average pooling can."""
    raise NotImplementedError
