import torch


def double(x):
    room = torch.zeros(x.shape[1], x.shape[0], 2)
    room[..., 1] = (2 * x + 1).T
    return room[..., 1].T
