import torch


class Sigmoid:
    def forward(self, z):
        self.out = 1 / (1 + torch.exp(-z))
        return self.out

    def backward(self, g):
        return g * self.out.mul(1 - self.out)


class Tanh:
    def forward(self, z):
        grow, fall = z.exp(), z.neg().exp()
        self.out = (grow - fall) / (grow + fall)
        return self.out

    def backward(self, g):
        return g - g * self.out * self.out


class ReLU:
    def forward(self, z):
        self.on = z.gt(0)
        return torch.where(self.on, z, torch.zeros_like(z))

    def backward(self, g):
        return torch.where(self.on, g, torch.zeros_like(g))


class Linear:
    def __init__(self, W, b):
        self.W, self.b = W, b

    def forward(self, a):
        self.a = a
        return torch.addmm(self.b, a, self.W)

    def backward(self, g):
        self.dW = torch.einsum("ni,nj->ij", self.a, g)
        return torch.einsum("nj,ij->ni", g, self.W)


KINDS = {"sigmoid": Sigmoid, "tanh": Tanh, "relu": ReLU}


class Network:
    def __init__(self, W, b, f):
        self.linears = [Linear(*pair) for pair in zip(W, b)]
        self.chain = [self.linears[0]]
        for linear in self.linears[1:]:
            self.chain += [KINDS[f](), linear]

    def forward(self, a):
        for part in self.chain:
            a = part.forward(a)
        return a

    def backward(self, g):
        for part in reversed(self.chain):
            g = part.backward(g)


def forward(x, W, b, f):
    return Network(W, b, f).forward(x)


def gradients(x, t, W, b, f):
    net = Network(W, b, f)
    net.backward(torch.sub(net.forward(x), t).div(len(t)))
    return [linear.dW for linear in net.linears]


def norms(G):
    return [torch.linalg.vector_norm(g.flatten()) for g in G]


def first_layer_norms(x, t, W, b, f):
    r = []
    weights, biases = list(W), list(b)
    while len(weights) > 1:
        r.insert(0, float(norms(gradients(x, t, weights, biases, f)[:1])[0]))
        weights.pop(-2)
        biases.pop(-2)
    return torch.tensor(r)


def decay(r):
    steps = torch.log(r[1:]) - torch.log(r[:-1])
    return torch.exp(steps.mean())
