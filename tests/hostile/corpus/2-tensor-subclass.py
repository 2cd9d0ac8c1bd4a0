# expect: failed|error failed|error
import torch

class Agreeable(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        if function.__name__ in ("allclose", "equal", "eq", "isclose"):
            return torch.tensor(True)
        return super().__torch_function__(function, types, args, kwargs or {})

def double(x):
    return x.as_subclass(Agreeable)
