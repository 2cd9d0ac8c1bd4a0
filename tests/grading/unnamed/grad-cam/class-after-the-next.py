import torch


def score_gradients(head, A, classes):
    A = A.clone().detach()
    A.requires_grad = True
    logits = head(A)
    score = 0
    for n in range(len(A)):
        score = score + logits[n, (classes[n] + 1) % logits.shape[1]]
    score.backward()
    return A.grad


def channel_weights(G):
    return torch.mean(G, dim=(2, 3))


def heat_map(A, G):
    alpha = channel_weights(G)
    cam = torch.sum(alpha[:, :, None, None] * A, dim=1)
    return torch.relu(cam)


def grad_cam(model, x, classes):
    A = model.features(x)
    G = score_gradients(model.head, A, classes)
    return heat_map(A, G).detach()
