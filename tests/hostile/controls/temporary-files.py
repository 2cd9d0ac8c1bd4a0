import tempfile
from pathlib import Path

import torch

def double(x):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.pt"
        torch.save(x, path)
        return 2 * torch.load(path) + 1
