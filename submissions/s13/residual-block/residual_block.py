import torch


class Block:
    def __init__(self, W1, b1, W2, b2):
        self.W1, self.b1, self.W2, self.b2 = W1, b1, W2, b2

    def forward(self, x):
        self.x = x
        self.h = (x @ self.W1 + self.b1).relu()
        return x + self.h @ self.W2 + self.b2

    def backward(self, g):
        gh = (g @ self.W2.T) * (self.h > 0)
        self.grads = {
            "dW1": self.x.T @ gh,
            "db1": gh,
            "dW2": self.h.T @ g,
            "db2": g,
        }
        return gh @ self.W1.T + g.sum(1, keepdim=True)


def block(x, W1, b1, W2, b2):
    return Block(W1, b1, W2, b2).forward(x)


def block_gradients(x, W1, b1, W2, b2, dY):
    net = Block(W1, b1, W2, b2)
    net.forward(x)
    dx = net.backward(dY)
    return {"dx": dx, **net.grads}


def jacobian(x, W1, b1, W2, b2):
    on = x @ W1 + b1 > 0
    J = W2[on].T @ W1[:, on].T
    return J + 1


def stack_input_gradient(x, blocks, dY):
    layers = [Block(*p) for p in blocks]
    for layer in layers:
        x = layer.forward(x)
    for layer in reversed(layers):
        dY = layer.backward(dY)
    return dY
