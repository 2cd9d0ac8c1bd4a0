"""Gradients: by autograd where torch can differentiate, else by central differences in float64."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.worker.convert import RefusedError

STEPS = (1e-3, 1e-4, 1e-5, 1e-6, 1e-7)  # of the element's magnitude, at least of 1
AGREEMENT = 1e-8
ROUNDING = 1e-14

Function = Callable[[Mapping[str, Any]], Any]


def require_grad(values: Mapping[str, Any], wrt: tuple[str, ...]) -> None:
    """Marks the named tensors as leaves to differentiate."""
    for name in wrt:
        values[name].requires_grad_(True)


def autograd(output: Any, values: Mapping[str, Any], wrt: tuple[str, ...], cotangent: Any) -> dict[str, Any]:
    """Gradients of `sum(cotangent * output)`; zeros where the output does not depend on an input.

    Raises:
        RefusedError: if the output is no tensor of the right shape, or was cut from the graph.
    """
    torch = sys.modules["torch"]
    if not isinstance(output, torch.Tensor):
        raise RefusedError(f"the result is of type {type(output).__name__}; autograd needs a tensor")
    if not output.requires_grad:
        raise RefusedError(
            f"the result does not depend on {', '.join(wrt)} for autograd (detached, or rebuilt?)"
        )
    weight = torch.ones_like(output) if cotangent is None else torch.as_tensor(cotangent, dtype=output.dtype)
    if weight.shape != output.shape:
        if weight.numel() != 1 or output.numel() != 1:
            raise RefusedError(
                f"the result has shape {tuple(output.shape)}, its gradient {tuple(weight.shape)}"
            )
        weight = weight.reshape(output.shape)
    inputs = [values[name] for name in wrt]
    # As one number: torch imports sympy, for most of a second, to compare the shapes of an output and its weight.
    number = (output * weight.conj()).sum().real
    found = torch.autograd.grad(number, inputs, allow_unused=True)
    return {
        name: torch.zeros_like(leaf) if grad is None else grad
        for name, leaf, grad in zip(wrt, inputs, found, strict=True)
    }


def differentiable(output: Any) -> bool:
    """True for a tensor that autograd can trace back."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(output, torch.Tensor) and bool(output.requires_grad)


def central(
    function: Function, values: Mapping[str, Any], wrt: tuple[str, ...], cotangent: Any
) -> dict[str, Any]:
    """Gradients of `sum(cotangent * function(values))` by fourth-order central differences in float64.

    Two steps are taken per element, and smaller ones while they disagree: a kink between the points spoils a
    difference, and a smaller step gets in front of it. Of two that agree the larger step's has less rounding.
    """

    def weighted(changed: Mapping[str, Any]) -> float:
        result = np.asarray(_plain(function(changed)), dtype=np.float64)
        weight = (
            np.ones_like(result) if cotangent is None else np.asarray(_plain(cotangent), dtype=np.float64)
        )
        return float(np.sum(weight.reshape(result.shape) * result))

    return {name: _central_one(weighted, values, name) for name in wrt}


def _central_one(weighted: Callable[[Mapping[str, Any]], float], values: Mapping[str, Any], name: str) -> Any:
    base: NDArray[np.float64] = np.array(_plain(values[name]), dtype=np.float64)
    gradient = np.zeros_like(base)

    def at(index: tuple[int, ...], step: float) -> float:
        moved = base.copy()
        moved[index] += step
        return weighted({**values, name: _like(values[name], moved)})

    def difference(index: tuple[int, ...], step: float) -> float:
        near = at(index, step) - at(index, -step)
        far = at(index, 2 * step) - at(index, -2 * step)
        return (8 * near - far) / (12 * step)

    size = abs(weighted(values))
    for index in np.ndindex(base.shape):
        scale = max(1.0, abs(float(base[index])))
        last = difference(index, scale * STEPS[0])
        for step in STEPS[1:]:
            finer = difference(index, scale * step)
            noise = ROUNDING * size / (scale * step)
            agreed = abs(finer - last) <= AGREEMENT * abs(last) + noise
            if agreed:
                break
            last = finer
        gradient[index] = last
    return gradient


def _plain(value: Any) -> Any:
    return value.detach().numpy() if hasattr(value, "detach") else value


def _like(original: Any, values: NDArray[np.float64]) -> Any:
    if hasattr(original, "detach"):
        return sys.modules["torch"].from_numpy(values.copy())
    return values.copy() if isinstance(original, np.ndarray) else float(values)
