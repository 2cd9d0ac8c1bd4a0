import torch


def layer(x, W, b):
    return torch.einsum("ni,ij->nj", x, W) + b


def hidden_activations(x, weights, biases):
    if len(weights) == 1:
        return []
    first = layer(x, weights[0], biases[0]).clamp(min=0)
    return [first] + hidden_activations(first, weights[1:], biases[1:])


def forward(x, weights, biases):
    before_last = hidden_activations(x, weights, biases).pop()
    return layer(before_last, weights[-1], biases[-1])


def mse(y, t):
    return torch.nn.functional.mse_loss(y, t)


def gradients(x, t, weights, biases):
    def recurse(a, number, W, b):
        """Gradients of this layer and those after it, and the one with respect to a."""
        z = layer(a, W[0], b[0])
        if len(W) == 1:
            later, dz = {}, (z - t) * (2.0 / z.numel())
        else:
            later, da = recurse(z.clamp(min=0), number + 1, W[1:], b[1:])
            dz = da * torch.heaviside(z, torch.tensor(0.0))
        mine = {f"dW{number}": torch.einsum("ni,nj->ij", a, dz), f"db{number}": torch.einsum("nj->j", dz)}
        return {**mine, **later}, torch.einsum("nj,ij->ni", dz, W[0])

    return recurse(x, 1, weights, biases)[0]
