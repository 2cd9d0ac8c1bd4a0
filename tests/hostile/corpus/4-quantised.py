# expect: failed|error failed|error
def double(x):
    import torch
    return torch.quantize_per_tensor(2 * x + 1, 1.0, 0, torch.qint8)
