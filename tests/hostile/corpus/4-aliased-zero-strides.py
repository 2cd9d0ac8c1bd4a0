# expect: failed|error failed|error
def double(x):
    import torch
    return torch.zeros(1).expand(x.shape)
