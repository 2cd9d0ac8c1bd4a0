"""What students write instead: each function stands in for one of `reference.py`, and for its callers too."""

import torch
from reference import heat_map, score_gradients, weighted_map


def _gradient(A, score):
    """The gradient by A of one number, score(A)."""
    A = A.detach().requires_grad_(True)
    return torch.autograd.grad(score(A), A)[0]


def _weighted(alpha, A):
    return alpha[..., None, None] * A


# --- the gradient of the score ------------------------------------------------------------------------


def gradients_of_probability(head, A, classes):
    rows = torch.arange(len(A))
    return _gradient(A, lambda A: torch.softmax(head(A), dim=1)[rows, classes].sum())


def gradients_of_log_probability(head, A, classes):
    rows = torch.arange(len(A))
    return _gradient(A, lambda A: torch.log_softmax(head(A), dim=1)[rows, classes].sum())


def gradients_of_loss(head, A, classes):
    return -gradients_of_log_probability(head, A, classes)


def gradients_of_mean_loss(head, A, classes):
    return gradients_of_loss(head, A, classes) / len(A)


def gradients_of_all_scores(head, A, classes):
    return _gradient(A, lambda A: head(A).sum())


def gradients_of_predicted_class(head, A, classes):
    return score_gradients(head, A, head(A).argmax(dim=1))


def gradients_of_first_class(head, A, classes):
    return score_gradients(head, A, classes[:1].expand(len(A)))


def gradients_of_batch_mean(head, A, classes):
    return score_gradients(head, A, classes) / len(A)


# --- the weights of the channels ----------------------------------------------------------------------


def weights_summed(G):
    return G.sum(dim=(2, 3))


def weights_over_batch(G):
    return G.mean(dim=(0, 2, 3)).expand(G.shape[:2])


def weights_over_batch_alone(G):
    return G.mean(dim=(0, 2, 3))


def weights_of_absolute(G):
    return G.abs().mean(dim=(2, 3))


def weights_of_positive_gradients(G):
    return torch.relu(G).mean(dim=(2, 3))


def weights_rectified(G):
    return torch.relu(G.mean(dim=(2, 3)))


def weights_of_largest(G):
    return G.amax(dim=(2, 3))


def weights_over_channels(G):
    return G.mean(dim=1)


# --- the map ------------------------------------------------------------------------------------------


def map_without_relu(alpha, A):
    return _weighted(alpha, A).sum(dim=-3)


def map_with_relu_per_channel(alpha, A):
    return torch.relu(_weighted(alpha, A)).sum(dim=-3)


def map_of_absolute(alpha, A):
    return _weighted(alpha, A).sum(dim=-3).abs()


def map_averaged_over_channels(alpha, A):
    return weighted_map(alpha, A) / A.shape[-3]


def map_unweighted(alpha, A):
    return torch.relu(A.sum(dim=-3))


def map_per_channel(alpha, A):
    return torch.relu(_weighted(alpha, A))


def map_without_averaging(A, G):
    return torch.relu((G * A).sum(dim=1))


def map_normalised(A, G):
    found = heat_map(A, G)
    return found / found.amax(dim=(1, 2), keepdim=True)


def map_stretched(A, G):
    found = heat_map(A, G)
    low, high = found.amin(dim=(1, 2), keepdim=True), found.amax(dim=(1, 2), keepdim=True)
    return (found - low) / (high - low)


def map_of_gradients(A, G):
    return torch.relu(torch.einsum("nk,nkij->nij", A.mean(dim=(2, 3)), G))


# --- the whole network --------------------------------------------------------------------------------


def cam_before_relu(model, x, classes):
    layers = model.features
    A = layers[:-1](x).detach()
    return heat_map(A, score_gradients(lambda A: model.head(layers[-1](A)), A, classes))


def cam_of_first_layer(model, x, classes):
    layers = model.features
    A = layers[:2](x).detach()
    return heat_map(A, score_gradients(lambda A: model.head(layers[2:](A)), A, classes))


def cam_upsampled(model, x, classes):
    A = model.features(x).detach()
    found = heat_map(A, score_gradients(model.head, A, classes))
    return torch.nn.functional.interpolate(found[:, None], size=x.shape[2:], mode="bilinear")[:, 0]


def saliency(model, x, classes):
    return score_gradients(model, x, classes).abs().amax(dim=1)
