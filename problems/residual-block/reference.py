"""A residual block, what passes back through it, and a stack of such blocks.

y = x + F(x),   F(x) = relu(x W1 + b1) W2 + b2,   so that dy/dx = I + dF/dx
"""

import torch


def block(x, W1, b1, W2, b2):
    """The block's output, in the shape of x."""
    return x + torch.relu(x @ W1 + b1) @ W2 + b2  # (N, D)


def block_gradients(x, W1, b1, W2, b2, dY):
    """dL/dx and those of the four parameters, where dY is dL/dy."""
    z = x @ W1 + b1  # (N, H)
    dz = dY @ W2.T * (z > 0)  # (N, H)
    return {
        "dx": dY + dz @ W1.T,  # (N, D): past the branch, and through it
        "dW1": x.T @ dz,  # (D, H)
        "db1": dz.sum(dim=0),  # (H,)
        "dW2": torch.relu(z).T @ dY,  # (H, D)
        "db2": dY.sum(dim=0),  # (D,)
    }


def jacobian(x, W1, b1, W2, b2):
    """dy_i/dx_j of one sample x, (D,)."""
    on = (x @ W1 + b1 > 0).to(x.dtype)  # (H,)
    return torch.eye(len(x)) + ((W1 * on) @ W2).T  # (D, D)


def stack(x, blocks):
    """The output of blocks in a row, each given as its [W1, b1, W2, b2]."""
    for parameters in blocks:
        x = block(x, *parameters)
    return x  # (N, D)


def stack_input_gradient(x, blocks, dY):
    """dL/dx, where dY is dL/dy at the end of the stack."""
    if not blocks:
        return dY
    first, *others = blocks
    upstream = stack_input_gradient(block(x, *first), others, dY)
    return block_gradients(x, *first, upstream)["dx"]  # (N, D)
