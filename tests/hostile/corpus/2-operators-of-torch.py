# expect: failed|error failed|error
import torch

# Comparisons by torch would all be true from now on.
library = torch.library.Library("aten", "IMPL")
for name in ("eq.Tensor", "isclose", "allclose", "equal"):
    library.impl(name, lambda *_, **__: True, "CPU")

def double(x):
    return x
