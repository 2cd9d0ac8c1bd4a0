"""Central differences agree with autograd and with gradients known by hand."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import torch

from grader.worker.convert import RefusedError
from grader.worker.gradients import autograd, central, require_grad

rng = np.random.default_rng(7)


def test_central_differences_agree_with_a_gradient_known_by_hand() -> None:
    a, b, weight = rng.normal(size=(3, 4)), rng.normal(size=(4, 2)), rng.normal(size=(3, 2))
    found = central(lambda values: values["a"] @ values["b"], {"a": a, "b": b}, ("a", "b"), weight)
    np.testing.assert_allclose(found["a"], weight @ b.T, rtol=1e-9)
    np.testing.assert_allclose(found["b"], a.T @ weight, rtol=1e-9)


def test_central_differences_agree_with_autograd() -> None:
    x = torch.from_numpy(rng.normal(size=(5, 3)))
    weight = torch.from_numpy(rng.normal(size=(5, 3)))

    def softmax(values: dict[str, torch.Tensor]) -> torch.Tensor:
        return torch.softmax(values["x"], dim=1) * torch.tanh(values["x"])

    numeric = central(softmax, {"x": x}, ("x",), weight)["x"]  # type: ignore[arg-type]
    values = {"x": x.clone()}
    require_grad(values, ("x",))
    exact = autograd(softmax(values), values, ("x",), weight)["x"]
    np.testing.assert_allclose(numeric, exact.numpy(), rtol=1e-8, atol=1e-10)


def test_a_lone_number_can_be_differentiated() -> None:
    found = central(lambda values: values["m"] ** 3, {"m": 2.0}, ("m",), None)
    assert found["m"] == pytest.approx(12.0, rel=1e-9)


def test_an_input_that_does_not_matter_has_a_zero_gradient() -> None:
    values = {"x": torch.ones(3), "y": torch.ones(2)}
    require_grad(values, ("x", "y"))
    assert autograd(values["x"].sum(), values, ("x", "y"), None)["y"].tolist() == [0.0, 0.0]


def test_a_result_cut_from_the_graph_is_refused() -> None:
    values = {"x": torch.ones(3)}
    require_grad(values, ("x",))
    with pytest.raises(RefusedError, match="does not depend on x"):
        autograd(values["x"].detach() * 2, values, ("x",), None)
    with pytest.raises(RefusedError, match="autograd needs a tensor"):
        autograd(3.0, values, ("x",), None)
    with pytest.raises(RefusedError, match="shape"):
        autograd(values["x"] * 2, values, ("x",), torch.ones(4))


@pytest.mark.parametrize("dtype", [torch.float64, torch.complex128])
def test_a_weighted_gradient_is_torchs_own(dtype: torch.dtype) -> None:
    x = torch.randn(5, 3, dtype=dtype, generator=torch.Generator().manual_seed(3))
    weight = torch.randn(5, 3, dtype=dtype, generator=torch.Generator().manual_seed(4))
    values = {"x": x.clone()}
    require_grad(values, ("x",))
    output = values["x"] ** 2 * (2 - 1j if dtype.is_complex else 2)
    [expected] = torch.autograd.grad(output, [values["x"]], weight, retain_graph=True)
    torch.testing.assert_close(autograd(output, values, ("x",), weight)["x"], expected)


def test_a_weighted_gradient_imports_nothing_more() -> None:
    code = (
        "import sys, torch\n"
        "from grader.worker.gradients import autograd\n"
        "x = torch.ones(3, 2, requires_grad=True)\n"
        "y = x * x\n"
        "before = set(sys.modules)\n"
        "autograd(y, {'x': x}, ('x',), torch.ones(3, 2))\n"
        "print(sorted(set(sys.modules) - before))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
