import torch


def score_gradients(head, A, classes):
    """One image after the other, so that none can touch another."""
    gradients = torch.zeros_like(A)
    for n in range(A.shape[0]):
        image = A[n : n + 1].detach().clone()
        image.requires_grad = True
        logits = head(image)
        logits[0][classes[n]].backward()
        gradients[n] = image.grad[0]
    return gradients


def channel_weights(G):
    N, K, H, W = G.shape
    alpha = torch.zeros(N, K)
    for n in range(N):
        for k in range(K):
            total = 0.0
            for i in range(H):
                for j in range(W):
                    total += G[n, k, i, j].item()
            alpha[n, k] = total / (H * W)
    return alpha


def heat_map(A, G):
    alpha = channel_weights(G)
    N, K, H, W = A.shape
    result = torch.zeros(N, H, W)
    for n in range(N):
        for k in range(K):
            result[n] += alpha[n, k] * A[n, k]
    result[result < 0] = 0
    return result


def grad_cam(model, x, classes):
    with torch.no_grad():
        A = model.features(x)
    G = score_gradients(model.head, A, classes)
    return heat_map(A, G)
