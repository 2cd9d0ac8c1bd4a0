import torch


def score_gradients(head, A, classes):
    """The gradient of the score y^c, before the softmax, by the feature maps."""
    A = A.clone().detach().requires_grad_(True)
    y = head(A)
    y_c = sum(y[n][c] for n, c in enumerate(classes))
    y_c.backward()
    return A.grad


def channel_weights(G):
    # Global average pooling of the gradients.
    return torch.mean(G, dim=[2, 3])


def heat_map(A, G):
    alpha = channel_weights(G)
    combination = torch.sum(alpha.unsqueeze(-1).unsqueeze(-1) * A, dim=1)
    return torch.nn.functional.relu(combination)


def grad_cam(model, x, classes):
    A = model.features(x)
    G = score_gradients(model.head, A, classes)
    return heat_map(A, G).detach()
