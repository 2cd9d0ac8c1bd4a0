import torch


class Recurrent:
    def __init__(self, net):
        self.W, self.U, self.b = net["W"], net["U"], net["b"]

    def forward(self, x):
        self.x = x
        state = x.new_zeros(x.size(0), self.b.numel())
        self.states = [state]
        for word in x.unbind(1):
            state = torch.addmm(torch.addmm(self.b, word, self.W.t()), state, self.U.t()).tanh()
            self.states.append(state)
        return torch.stack(self.states[1:], 1)

    def backward(self, grad):
        """grad belongs to the last state."""
        self.grad_W, self.grad_U = torch.zeros_like(self.W), torch.zeros_like(self.U)
        self.grad_b = torch.zeros_like(self.b)
        for t in range(self.x.size(1), 0, -1):
            grad = grad.mul(1 - self.states[t].square())
            self.grad_W.add_(torch.mm(grad.t(), self.x[:, t - 1]))
            self.grad_U.add_(torch.mm(grad.t(), self.states[t - 1]))
            self.grad_b.add_(torch.sum(grad, 0))
            grad = torch.mm(grad, self.U)


class Classifier:
    def __init__(self, net):
        self.V, self.c = net["V"], net["c"]

    def forward(self, h):
        self.h = h
        return torch.matmul(h, self.V.t()).add(self.c)

    def backward(self, grad):
        self.grad_V = torch.mm(grad.t(), self.h)
        self.grad_c = torch.sum(grad, 0)
        return torch.mm(grad, self.V)


def hidden_states(x, net):
    return Recurrent(net).forward(x)


def probabilities(x, net, steps):
    states = hidden_states(x, net)
    wanted = torch.tensor(steps).sub(1)
    scores = Classifier(net).forward(states.index_select(1, wanted))
    return torch.mean(scores.softmax(2), 1)


def predict(P):
    return torch.max(P, 1).indices


def loss(x, labels, net):
    scores = Classifier(net).forward(hidden_states(x, net)[:, -1])
    return torch.mean(torch.neg(scores.log_softmax(1).gather(1, labels.unsqueeze(1))))


def gradients(x, labels, net):
    recurrent, classifier = Recurrent(net), Classifier(net)
    scores = classifier.forward(recurrent.forward(x)[:, -1])
    grad = scores.softmax(1)
    grad[torch.arange(len(x)), labels] -= 1
    recurrent.backward(classifier.backward(grad.div(len(x))))
    return {
        "dW": recurrent.grad_W,
        "dU": recurrent.grad_U,
        "db": recurrent.grad_b,
        "dV": classifier.grad_V,
        "dc": classifier.grad_c,
    }
