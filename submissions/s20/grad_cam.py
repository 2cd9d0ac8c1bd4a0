import torch


def score_gradients(head, A, classes):
    maps = A.clone().detach()
    maps.requires_grad = True
    out = head(maps)
    picked = out.gather(1, classes.view(-1, 1))
    return torch.autograd.grad(picked.sum(), maps)[0]


def channel_weights(G):
    N, K = G.shape[:2]
    return G.view(N, K, -1).mean(2)


def heat_map(A, G):
    N, K = G.shape[:2]
    w = G.reshape(N, K, -1).mean(2)[:, :, None, None]
    cam = (w * A).sum(1).clamp(min=0)
    print("map", tuple(cam.shape), "largest", cam.max())
    return cam / cam.amax((1, 2), keepdim=True)


def grad_cam(model, x, classes):
    # Which pixels matter?
    G = score_gradients(model, x, classes)
    return G.abs().max(1)[0]
