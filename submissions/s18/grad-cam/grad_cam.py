import torch


def score_gradients(head, A, classes):
    maps = A.clone().detach()
    maps.requires_grad = True
    out = head(maps)
    loss = torch.nn.functional.cross_entropy(out, classes, reduction="sum")
    return torch.autograd.grad(loss, maps)[0]


def channel_weights(G):
    N, K = G.shape[:2]
    return G.view(N, K, -1).mean(2).mean(0).expand(N, K)


def heat_map(A, G):
    N, K = G.shape[:2]
    w = G.reshape(N, K, -1).mean(2)[:, :, None, None]
    cam = (w * A).sum(1)
    return cam.abs()


def grad_cam(model, x, classes):
    first, rest = model.features[:2], model.features[2:]
    A = first(x).detach().requires_grad_(True)
    score = model.head(rest(A)).gather(1, classes.view(-1, 1)).sum()
    G = torch.autograd.grad(score, A)[0]
    w = G.mean((2, 3), keepdim=True)
    return torch.relu((w * A).sum(1)).detach()
