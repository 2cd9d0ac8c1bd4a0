import torch


class GradCam:
    """Keeps the feature maps of one batch, and explains scores by them."""

    def __init__(self, head, maps):
        self.head = head
        self.maps = maps.detach().clone()

    def gradients(self, classes):
        leaf = self.maps.clone().requires_grad_(True)
        own = torch.gather(self.head(leaf), 1, classes.unsqueeze(1))
        (found,) = torch.autograd.grad(own, leaf, torch.ones_like(own))
        return found

    def weigh(self, gradients):
        weighted = torch.mul(self.maps, channel_weights(gradients).unsqueeze(2).unsqueeze(3))
        return torch.relu(torch.sum(weighted, 1))


def score_gradients(head, A, classes):
    return GradCam(head, A).gradients(classes)


def channel_weights(G):
    return torch.nn.functional.adaptive_avg_pool2d(G, 1).flatten(1)


def heat_map(A, G):
    return GradCam(None, A).weigh(G)


def grad_cam(model, x, classes):
    cam = GradCam(model.head, model.features(x))
    return cam.weigh(cam.gradients(classes))
