"""Static aliases are followed; nothing is run."""

from __future__ import annotations

import pytest

from grader.worker.source import uses


@pytest.mark.parametrize(
    "source",
    [
        "import torch\ntorch.autograd.grad(y, x)",
        "import torch.autograd",
        "import torch.autograd as a\na.grad(y, x)",
        "from torch import autograd\nautograd.grad(y, x)",
        "from torch import autograd as hidden",
        "from torch.autograd import grad",
        "from torch.autograd import *",
        "import torch\nt = torch\nt.autograd.grad(y, x)",
        "import torch\ndef f():\n    u = t\n    return u.autograd\nt = torch",
        "import torch\na, b = 1, torch\nb.autograd",
        "import torch\nif (t := torch): t.autograd",
        "import torch\ngetattr(torch, 'autograd').grad(y, x)",
        "import importlib\nimportlib.import_module('torch.autograd')",
        "from importlib import import_module as load\nload('torch').autograd",
        "__import__('torch').autograd",
        "def f(x):\n    x = x.clone().requires_grad_()\n    (x * x).sum().backward()\n    return x.grad",
        "import torch\nw = torch.zeros(3, requires_grad=True)\nloss(w).backward(retain_graph=True)",
        "def f(x):\n    x.requires_grad = True\n    loss(x).backward()",
    ],
)
def test_a_use_is_found(source: str) -> None:
    names = {use.name for use in uses(source.encode())}
    assert any(name == "torch.autograd" or name.startswith("torch.autograd.") for name in names)


@pytest.mark.parametrize(
    "source",
    [
        "import torch\nautograd = 1\nprint(autograd)",
        "# torch.autograd",
        "'torch.autograd'",
        "class torch_: autograd = 1\ntorch_.autograd",
        "from layers import Dense\nDense().backward(d)",
        "class D:\n    def backward(self, d): return d\nw = torch.zeros(3, requires_grad=True)\nD().backward(w)",
        "import torch\nw = torch.zeros(3, requires_grad=False)\nDense().backward(w)",
        "def f(x): return x if x.requires_grad else g(x).backward(x)",
    ],
)
def test_a_name_that_only_looks_like_it_is_not(source: str) -> None:
    assert not [use for use in uses(source.encode()) if use.name.startswith("torch.autograd")]


def test_where_a_tensor_goes_backward_is_told() -> None:
    [use] = [one for one in uses("x.requires_grad_()\n\ny.backward()\n") if "autograd" in one.name]
    assert (use.name, use.line) == ("torch.autograd.backward", 3)


def test_the_first_line_of_a_use_is_told() -> None:
    found = {
        use.name: use.line
        for use in uses(b"import numpy as np\n\nx = np.linalg.inv(y)\nz = np.linalg.inv(x)\neval('1')")
    }
    assert found["numpy"] == 1
    assert found["numpy.linalg.inv"] == 3
    assert found["eval"] == 5
