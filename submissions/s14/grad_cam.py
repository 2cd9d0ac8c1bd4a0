import torch


def score_gradients(head, A, classes):
    maps = A.clone().detach()
    maps.requires_grad = True
    out = head(maps)
    picked = out.max(1)[0]
    return torch.autograd.grad(picked.sum(), maps)[0]


def channel_weights(G):
    N, K = G.shape[:2]
    return G.view(N, K, -1).max(2)[0]


def heat_map(A, G):
    N, K = G.shape[:2]
    w = G.reshape(N, K, -1).mean(2)[:, :, None, None]
    cam = (w * A).sum(1)
    cam = cam.clamp(min=0)
    low = cam.amin((1, 2), keepdim=True)
    high = cam.amax((1, 2), keepdim=True)
    return (cam - low) / (high - low)


def grad_cam(model, x, classes):
    A = model.features(x)
    G = score_gradients(model.head, A, classes)
    return heat_map(A, G).detach()
