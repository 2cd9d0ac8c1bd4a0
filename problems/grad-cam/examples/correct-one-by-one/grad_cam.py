import torch
from torch.func import grad, vmap


def score_gradients(head, A, classes):
    def score(maps, c):
        return head(maps[None])[0].gather(0, c[None])[0]

    return torch.stack([grad(score)(maps, c) for maps, c in zip(A.detach(), classes)])


def channel_weights(G):
    return G.flatten(start_dim=2).sum(dim=2) / (G.size(2) * G.size(3))


def heat_map(A, G):
    one = lambda maps, alpha: torch.tensordot(alpha, maps, dims=1).clamp(min=0)
    return vmap(one)(A, channel_weights(G))


def grad_cam(model, x, classes):
    with torch.no_grad():
        A = model.features(x)
    return heat_map(A, score_gradients(model.head, A, classes))
