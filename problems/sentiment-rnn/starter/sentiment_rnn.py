"""Sentiment of a sentence by a recurrent network: states, class probabilities, loss, gradients through time.

h_t = tanh(W x_t + U h_{t-1} + b),   P_t = softmax(V h_t + c) over 5 classes,   loss = mean of -log P_n[label]

Everywhere `x` holds N sentences of n word vectors, (N, n, d); `net` is the dict {"W": (H, d), "U": (H, H),
"b": (H,), "V": (5, H), "c": (5,)}; `labels` holds N integers from 0 to 4.
"""

import torch


def hidden_states(x, net):
    """Returns the states h_1, ..., h_n of every sentence, (N, n, H); h_0 is zero."""
    raise NotImplementedError


def probabilities(x, net, steps):
    """Returns P(c_0), ..., P(c_4) of every sentence, (N, 5): the mean of P_t over the given steps.

    Args:
        x: the sentences.
        net: the network.
        steps: a list of different integers from 1 to n; [n] classifies the last state only.
    """
    raise NotImplementedError


def predict(P):
    """Returns the label of the largest number in each row of P, (N, 5), as N integers; of equal ones the lowest."""
    raise NotImplementedError


def loss(x, labels, net):
    """Returns the cross-entropy of the last step's P_n, averaged over the sentences, one number."""
    raise NotImplementedError


def gradients(x, labels, net):
    """Returns {"dW": ..., "dU": ..., "db": ..., "dV": ..., "dc": ...}, the gradients of loss(x, labels, net)."""
    raise NotImplementedError
