import torch


def F_forward(x, W1, b1, W2, b2):
    z = torch.matmul(x, W1)
    a = torch.clamp(z, min=0)
    out = torch.matmul(a, W2)
    return out, (x, z, a)


def F_backward(dout, cache, W1, W2):
    x, z, a = cache
    grads = {}
    grads["dW2"] = torch.matmul(a.t(), dout)
    grads["db2"] = dout
    da = torch.matmul(dout, W2.t())
    da[z <= 0] = 0
    grads["dW1"] = torch.matmul(x.t(), da)
    grads["db1"] = da
    grads["dx"] = torch.matmul(da, W1.t())
    return grads


def block(x, W1, b1, W2, b2):
    out, _ = F_forward(x, W1, b1, W2, b2)
    return out + x


def block_gradients(x, W1, b1, W2, b2, dY):
    _, cache = F_forward(x, W1, b1, W2, b2)
    grads = F_backward(dY, cache, W1, W2)
    grads["dx"] = grads["dx"] + dY
    return grads


def jacobian(x, W1, b1, W2, b2):
    n = x.shape[0]
    rows = []
    for i in range(n):
        e = torch.zeros(1, n)
        e[0, i] = 1
        rows.append(block_gradients(x.view(1, n), W1, b1, W2, b2, e)["dx"][0])
    return torch.stack(rows)


def stack_input_gradient(x, blocks, dY):
    first = blocks[0]
    if len(blocks) == 1:
        return block_gradients(x, *first, dY)["dx"]
    d = stack_input_gradient(block(x, *first), blocks[1:], dY)
    return block_gradients(x, *first, d)["dx"]
