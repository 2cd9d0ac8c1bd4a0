import torch


def score_gradients(head, A, classes):
    maps = A.clone().detach()
    maps.requires_grad = True
    out = head(maps)
    picked = out.gather(1, classes.view(-1, 1))
    return torch.autograd.grad(picked.mean(), maps)[0]


def channel_weights(G):
    N, K = G.shape[:2]
    return G.view(N, K, -1).abs().mean(2)


def heat_map(A, G):
    N, K = G.shape[:2]
    w = G.reshape(N, K, -1).mean(2)[:, :, None, None]
    cam = (w * A).mean(1)
    return cam.clamp(min=0)


def grad_cam(model, x, classes):
    A = model.features(x).detach()
    maps = A.clone().requires_grad_(True)
    G = torch.autograd.grad(model.head(maps).gather(1, classes.view(-1, 1)).sum(), maps)[0]
    cam = (channel_means(G) * A).sum(1, keepdim=True).clamp(min=0)
    cam = torch.nn.functional.interpolate(cam, size=x.shape[2:], mode="bilinear")
    return cam[:, 0]


def channel_means(G):
    return G.mean((2, 3), keepdim=True)
