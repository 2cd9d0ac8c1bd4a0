"""A residual block, what passes back through it, and a stack of such blocks.

    y = x + F(x),   F(x) = relu(x W1 + b1) W2 + b2

x: (N, D)   W1: (D, H)   b1: (H,)   W2: (H, D)   b2: (D,)
"""

import torch


def block(x, W1, b1, W2, b2):
    """Returns the block's output y, in the shape of x."""
    raise NotImplementedError


def block_gradients(x, W1, b1, W2, b2, dY):
    """Returns the gradients of a loss L, where dY is dL/dy, (N, D).

    Returns:
        A dict with the keys "dx", "dW1", "db1", "dW2" and "db2", each in the shape of what it belongs to.
    """
    raise NotImplementedError


def jacobian(x, W1, b1, W2, b2):
    """Returns J of shape (D, D), J[i, j] = dy_i/dx_j, for one sample x of shape (D,)."""
    raise NotImplementedError


def stack_input_gradient(x, blocks, dY):
    """Returns dL/dx for blocks in a row.

    Args:
        x: the input of the first block, (N, D).
        blocks: a list of blocks, first to last, each a list [W1, b1, W2, b2].
        dY: dL/dy, where y is the output of the last block, (N, D).
    """
    raise NotImplementedError
