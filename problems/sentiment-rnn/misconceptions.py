"""What students write instead: each function stands in for one of `reference.py`.

A slip is a `Net` with a method of its own. Its gradients are autograd's, so a slip that only the backward pass
makes is a forward pass with the right value and another slope (`_with_slope_of`).
"""

import torch
from reference import gradients, hidden_states, loss, predict, scores

CLASSES = 5
PARAMETERS = ("W", "U", "b", "V", "c")


def _with_slope_of(other, value):
    """`value`, through which the gradient flows as it does through `other`."""
    return value.detach() + other - other.detach()


class Net:
    """The right network; each step is a method, so that a slip can replace it."""

    def word(self, x, net):
        return x @ net["W"].T

    def past(self, h, net):
        return h @ net["U"].T

    def bias(self, net):
        return net["b"]

    def activation(self, a):
        return torch.tanh(a)

    def hidden_states(self, x, net):
        h, states = x.new_zeros(len(x), len(net["b"])), []
        for t in range(x.shape[1]):
            h = self.activation(self.word(x[:, t], net) + self.past(h, net) + self.bias(net))
            states.append(h)
        return torch.stack(states, dim=1)

    def probabilities(self, x, net, steps):
        h = self.hidden_states(x, net)[:, [t - 1 for t in steps]]
        return torch.softmax(scores(h, net), dim=-1).mean(dim=1)

    def losses(self, x, labels, net):
        z = scores(self.hidden_states(x, net)[:, -1], net)
        return torch.logsumexp(z, dim=1) - z[torch.arange(len(z)), labels]  # (N,)

    def loss(self, x, labels, net):
        return self.losses(x, labels, net).mean()

    def gradients(self, x, labels, net):
        leaves = {name: net[name].clone().requires_grad_(True) for name in PARAMETERS}
        found = torch.autograd.grad(self.loss(x, labels, leaves), list(leaves.values()), allow_unused=True)
        return {
            f"d{name}": torch.zeros_like(net[name]) if grad is None else grad
            for name, grad in zip(PARAMETERS, found, strict=True)
        }


def _functions(slip):
    return slip.hidden_states, slip.probabilities, slip.loss, slip.gradients


# --- another recurrence -------------------------------------------------------------------------------


class RecurrentTransposed(Net):
    def past(self, h, net):
        return h @ net["U"]


class WithoutPast(Net):
    def past(self, h, net):
        return torch.zeros_like(h)


class WithoutBias(Net):
    def bias(self, net):
        return torch.zeros_like(net["b"])


class WithoutActivation(Net):
    def activation(self, a):
        return a


class Sigmoid(Net):
    def activation(self, a):
        return torch.sigmoid(a)


class Relu(Net):
    def activation(self, a):
        return torch.relu(a)


crossed_states, crossed_probabilities, crossed_loss, crossed_gradients = _functions(RecurrentTransposed())
lone_states, lone_probabilities, lone_loss, lone_gradients = _functions(WithoutPast())
unbiased_states, unbiased_probabilities, unbiased_loss, unbiased_gradients = _functions(WithoutBias())
linear_states, linear_probabilities, linear_loss, linear_gradients = _functions(WithoutActivation())
sigmoid_states, sigmoid_probabilities, sigmoid_loss, sigmoid_gradients = _functions(Sigmoid())
relu_states, relu_probabilities, relu_loss, relu_gradients = _functions(Relu())


def states_of_the_last_step(x, net):
    return hidden_states(x, net)[:, -1]


def states_by_time(x, net):
    return hidden_states(x, net).transpose(0, 1)


# --- the probabilities --------------------------------------------------------------------------------


def _classified(x, net, steps):
    return scores(hidden_states(x, net)[:, [t - 1 for t in steps]], net)  # (N, len(steps), 5)


def probabilities_of_mean_scores(x, net, steps):
    return torch.softmax(_classified(x, net, steps).mean(dim=1), dim=1)


def probabilities_summed(x, net, steps):
    return torch.softmax(_classified(x, net, steps), dim=2).sum(dim=1)


def probabilities_with_steps_from_zero(x, net, steps):
    return torch.softmax(scores(hidden_states(x, net)[:, steps], net), dim=2).mean(dim=1)


def probabilities_over_sentences(x, net, steps):
    return torch.softmax(_classified(x, net, steps), dim=0).mean(dim=1)


def mean_scores(x, net, steps):
    return _classified(x, net, steps).mean(dim=1)


def probabilities_of_the_last_step(x, net, steps):
    return torch.softmax(_classified(x, net, [x.shape[1]])[:, 0], dim=1)


def probabilities_of_every_step(x, net, steps):
    return torch.softmax(_classified(x, net, range(1, x.shape[1] + 1)), dim=2).mean(dim=1)


# --- the label ----------------------------------------------------------------------------------------


def labels_from_one(P):
    return predict(P) + 1


def labels_by_column(P):
    return torch.argmax(P, dim=0)


def labels_highest_of_ties(P):
    return CLASSES - 1 - torch.argmax(P.flip(1), dim=1)


def labels_expected(P):
    return torch.round(P @ torch.arange(CLASSES, dtype=P.dtype)).long()


def largest_probabilities(P):
    return P.amax(dim=1)


# --- the loss -----------------------------------------------------------------------------------------


class Summed(Net):
    def loss(self, x, labels, net):
        return self.losses(x, labels, net).sum()


class OverClasses(Net):
    def loss(self, x, labels, net):
        return self.losses(x, labels, net).mean() / CLASSES


class SoftmaxTwice(Net):
    def losses(self, x, labels, net):
        P = torch.softmax(scores(self.hidden_states(x, net)[:, -1], net), dim=1)
        return torch.logsumexp(P, dim=1) - P[torch.arange(len(P)), labels]


class EveryStep(Net):
    def losses(self, x, labels, net):
        z = scores(self.hidden_states(x, net), net)  # (N, n, 5)
        right = z[torch.arange(len(z)), :, labels]
        return (torch.logsumexp(z, dim=2) - right).mean(dim=1)


class SignFlipped(Net):
    def losses(self, x, labels, net):
        return -super().losses(x, labels, net)


_, _, summed_loss, summed_gradients = _functions(Summed())
_, _, shared_loss, shared_gradients = _functions(OverClasses())
_, _, twice_loss, twice_gradients = _functions(SoftmaxTwice())
_, _, stepwise_loss, stepwise_gradients = _functions(EveryStep())
_, _, flipped_loss, flipped_gradients = _functions(SignFlipped())


def loss_without_shift(x, labels, net):
    z = scores(hidden_states(x, net)[:, -1], net)
    P = torch.exp(z) / torch.exp(z).sum(dim=1, keepdim=True)
    return -torch.log(P[torch.arange(len(P)), labels]).mean()


def loss_by_log_of_softmax(x, labels, net):
    P = torch.softmax(scores(hidden_states(x, net)[:, -1], net), dim=1)
    return -torch.log(P[torch.arange(len(P)), labels]).mean()


def loss_in_bits(x, labels, net):
    return loss(x, labels, net) / torch.log(torch.tensor(2.0))


# --- the backward pass --------------------------------------------------------------------------------


class SlopeForgotten(Net):
    def activation(self, a):
        return _with_slope_of(a, torch.tanh(a))


class SlopeAtOutput(Net):
    def activation(self, a):
        h = torch.tanh(a)
        return _with_slope_of((1 - torch.tanh(h) ** 2).detach() * a, h)


class CutAfterOneStep(Net):
    def past(self, h, net):
        return super().past(h.detach(), net)


class PulledByTranspose(Net):
    def past(self, h, net):
        wrong = h @ net["U"].detach()
        return super().past(h.detach(), net) + wrong - wrong.detach()


gradients_without_slope = SlopeForgotten().gradients
gradients_with_slope_at_output = SlopeAtOutput().gradients
gradients_cut_after_one_step = CutAfterOneStep().gradients
gradients_pulled_by_transpose = PulledByTranspose().gradients


def gradients_without_label(x, labels, net):
    """The softmax alone as the gradient of the scores: nothing pulls towards the label."""
    leaves = {name: net[name].clone().requires_grad_(True) for name in PARAMETERS}
    z = scores(hidden_states(x, leaves)[:, -1], leaves)
    found = torch.autograd.grad(torch.logsumexp(z, dim=1).mean(), list(leaves.values()))
    return {f"d{name}": grad for name, grad in zip(PARAMETERS, found, strict=True)}


def gradients_with_state_of_the_same_step(x, labels, net):
    states = hidden_states(x, net)
    leaves = {name: net[name].clone().requires_grad_(True) for name in PARAMETERS}
    h = x.new_zeros(len(x), len(net["b"]))
    for t in range(x.shape[1]):
        # By U the slope is that of U h_t, by h that of U h_{t-1}.
        own = states[:, t] @ leaves["U"].T
        past = h @ net["U"].T + own - own.detach()
        h = torch.tanh(x[:, t] @ leaves["W"].T + past + leaves["b"])
    z = scores(h, leaves)
    value = (torch.logsumexp(z, dim=1) - z[torch.arange(len(z)), labels]).mean()
    found = torch.autograd.grad(value, list(leaves.values()))
    return {f"d{name}": grad for name, grad in zip(PARAMETERS, found, strict=True)}


def gradients_with_recurrent_transposed(x, labels, net):
    right = gradients(x, labels, net)
    return right | {"dU": right["dU"].T}


def gradients_transposed(x, labels, net):
    return {
        name: gradient.T if gradient.ndim == 2 else gradient
        for name, gradient in gradients(x, labels, net).items()
    }
