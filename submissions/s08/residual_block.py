import torch


def branch(x, W1, b1, W2, b2):
    h = torch.relu(x @ W1 + b1)
    return torch.relu(h @ W2 + b2)


def block(x, W1, b1, W2, b2):
    return branch(x, W1, b1, W2, b2) + x


def block_gradients(x, W1, b1, W2, b2, dY):
    z = x @ W1 + b1
    h = torch.relu(z)
    dW2 = h.T @ dY
    db2 = dY.sum(0)
    dh = dY @ W2.T
    dz = dh * (z > 0).float()
    dW1 = x.T @ dz
    db1 = dz.sum(0)
    dx = dz @ W1.T + dY
    return {"dx": dx, "dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def jacobian(x, W1, b1, W2, b2):
    raise NotImplementedError


def stack_input_gradient(x, blocks, dY):
    raise NotImplementedError
