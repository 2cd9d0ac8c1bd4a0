import torch


def score_gradients(head, A, classes):
    A = A.detach().requires_grad_(True)
    z = head(A)
    y = z[torch.arange(len(A)), classes]
    y.sum().backward()
    return A.grad


def channel_weights(G):
    return G.mean(dim=(2, 3))


def heat_map(A, G):
    alpha = channel_weights(G)
    total = torch.zeros_like(A[:, 0])
    for k in range(A.shape[1]):
        total = total + alpha[:, k, None, None] * A[:, k]
    return torch.relu(total)


def grad_cam(model, x, classes):
    A = model.features(x).detach()
    G = score_gradients(model.head, A, classes)
    return heat_map(A, G)
