import torch


def score_gradients(head, A, classes):
    logits = head(A.detach().requires_grad_())
    picked = torch.zeros_like(logits)
    picked[torch.arange(len(classes)), classes] = 1
    leaf = A.detach().requires_grad_()
    (found,) = torch.autograd.grad(head(leaf), leaf, grad_outputs=picked)
    return found


def channel_weights(G):
    N, K, H, W = G.shape
    return torch.nn.functional.adaptive_avg_pool2d(G, 1).view(N, K)


def heat_map(A, G):
    weights = channel_weights(G)
    out = torch.zeros(A.shape[0], A.shape[2], A.shape[3])
    for n, (image, alpha) in enumerate(zip(A, weights)):
        out[n] = (alpha @ image.flatten(1)).view(image.shape[1:])
    out[out < 0] = 0
    return out


class Recorder:
    """Keeps what a layer gave, and the gradient that came back to it."""

    def __init__(self, layer):
        self.handle = layer.register_forward_hook(self.keep)

    def keep(self, layer, inputs, output):
        self.activations = output.detach()
        output.register_hook(self.keep_gradient)

    def keep_gradient(self, gradient):
        self.gradients = gradient.detach()


def grad_cam(model, x, classes):
    recorder = Recorder(model.features)
    logits = model(x)
    recorder.handle.remove()
    model.zero_grad()
    logits.gather(1, classes[:, None]).sum().backward()
    return heat_map(recorder.activations, recorder.gradients)
