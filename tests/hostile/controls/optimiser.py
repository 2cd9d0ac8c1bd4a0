import torch


def double(x):
    weight = torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.SGD([weight], lr=0.5)
    for _ in range(60):
        optimiser.zero_grad()
        ((weight - 2) ** 2).sum().backward()
        optimiser.step()
    return weight.detach().round() * x + 1
