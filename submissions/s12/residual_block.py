import torch


def branch(x, W1, b1, W2, b2):
    h = torch.relu(x @ W1 + b1)
    return h @ W2 + b2


def block(x, W1, b1, W2, b2):
    return branch(x, W1, b1, W2, b2) + x


def block_gradients(x, W1, b1, W2, b2, dY):
    z = x @ W1 + b1
    dW2 = z.T @ dY
    db2 = dY.sum(0)
    dh = dY @ W2.T
    dz = dh * (z > 0).float()
    dW1 = x.T @ dz
    db1 = dz.sum(0)
    dx = dY
    return {"dx": dx, "dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}


def jacobian(x, W1, b1, W2, b2):
    return torch.eye(x.shape[0])


def stack_input_gradient(x, blocks, dY):
    inputs = [x]
    for W1, b1, W2, b2 in blocks:
        inputs.append(block(inputs[-1], W1, b1, W2, b2))
    for i in range(len(blocks) - 1, -1, -1):
        dY = block_gradients(inputs[i], *blocks[i], dY)["dx"]
    return dY
