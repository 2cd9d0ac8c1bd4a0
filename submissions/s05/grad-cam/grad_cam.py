import torch


def score_gradients(head, A, classes):
    A = A.detach().requires_grad_(True)
    z = head(A)
    z.sum().backward()
    return A.grad


def channel_weights(G):
    return G.sum(dim=(2, 3))


def heat_map(A, G):
    return torch.relu((A * G).sum(dim=1))


def grad_cam(model, x, classes):
    A = model.features(x).detach()
    G = score_gradients(model.head, A, classes)
    return heat_map(A, G)
