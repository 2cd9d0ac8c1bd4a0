import torch


class Linear:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, x):
        self.x = x
        return torch.einsum("...i,ij->...j", x, self.W) + self.b

    def backward(self, d):
        self.dW = torch.einsum("ni,nj->ij", self.x, d)
        self.db = torch.einsum("nj->j", d)
        return torch.einsum("nj,ij->ni", d, self.W)


class Residual:
    def __init__(self, W1, b1, W2, b2):
        self.one, self.two = Linear(W1, b1), Linear(W2, b2)

    def forward(self, x):
        z = self.one.forward(x)
        self.on = z > 0
        return torch.add(x, self.two.forward(torch.where(self.on, z, torch.zeros_like(z))))

    def backward(self, d):
        inner = self.two.backward(d)
        inner[~self.on] = 0
        return torch.add(d, self.one.backward(inner))


def block(x, W1, b1, W2, b2):
    return Residual(W1, b1, W2, b2).forward(x)


def block_gradients(x, W1, b1, W2, b2, dY):
    net = Residual(W1, b1, W2, b2)
    net.forward(x)
    dx = net.backward(dY)
    return {"dx": dx, "dW1": net.one.dW, "db1": net.one.db, "dW2": net.two.dW, "db2": net.two.db}


def jacobian(x, W1, b1, W2, b2):
    D = x.numel()
    net = Residual(W1, b1, W2, b2)
    net.forward(x.expand(D, D))  # the same sample D times
    return net.backward(torch.eye(D))  # row i: a gradient of 1 at y[i] alone


def stack_input_gradient(x, blocks, dY):
    nets = [Residual(*parameters) for parameters in blocks]
    for net in nets:
        x = net.forward(x)
    while nets:
        dY = nets.pop().backward(dY)
    return dY
