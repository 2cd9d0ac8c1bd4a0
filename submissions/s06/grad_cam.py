import torch


def score_gradients(head, A, classes):
    A = A.detach().requires_grad_(True)
    z = head(A)
    loss = torch.nn.functional.cross_entropy(z, classes)
    loss.backward()
    return A.grad


def channel_weights(G):
    return G.mean(dim=1)


def heat_map(A, G):
    alpha = A.mean(dim=(2, 3))
    total = torch.zeros_like(A[:, 0])
    for k in range(A.shape[1]):
        total = total + alpha[:, k, None, None] * G[:, k]
    return torch.relu(total)


def grad_cam(model, x, classes):
    A = model.features(x).detach()
    G = score_gradients(model.head, A, classes)
    return heat_map(A, G)
