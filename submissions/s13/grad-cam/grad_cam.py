import torch


def score_gradients(head, A, classes):
    maps = A.clone().detach()
    maps.requires_grad = True
    out = head(maps)
    picked = out[:, classes[0]]
    return torch.autograd.grad(picked.sum(), maps)[0]


def channel_weights(G):
    N, K = G.shape[:2]
    return torch.relu(G.view(N, K, -1).mean(2))


def heat_map(A, G):
    N, K = G.shape[:2]
    w = G.reshape(N, K, -1).mean(2)[:, :, None, None]
    cam = A.sum(1)
    return cam.clamp(min=0)


def grad_cam(model, x, classes):
    # The layer's output is kept by hand, up to the last convolution.
    A = x
    for layer in list(model.features)[:3]:
        A = layer(A)
    A = A.detach().requires_grad_(True)
    out = model.head(model.features[3](A)).gather(1, classes.view(-1, 1))
    G = torch.autograd.grad(out.sum(), A)[0]
    alpha = G.mean((2, 3))[:, :, None, None]
    return (alpha * A).sum(1).clamp(min=0).detach()
