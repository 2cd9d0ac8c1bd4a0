"""`Data` to what functions are given, and what they return to `Data`.

NumPy and torch are looked up in `sys.modules`: a NumPy problem never imports torch, and a result can only be
a tensor if somebody imported it.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.core.data import Array, Data, gather
from grader.core.dtypes import name_of
from grader.core.problem import Framework
from grader.wire.codec import MAX_DEPTH, MAX_INTEGER_DIGITS, MAX_KEY_CHARACTERS, MAX_KEYS
from grader.wire.messages import Plain
from grader.worker.device import CPU

MAX_ITEMS = 100_000


class RefusedError(Exception):
    """A result that cannot be handed over; the message says what and why."""


def to_native(value: Data | Plain, framework: Framework, device: str = CPU) -> Any:
    """What a function is given: fresh, writable arrays of the framework, on `device`; plain objects as they are."""
    if isinstance(value, Array):  # first: what most values are
        return _to_tensor(value, device) if framework == "torch" else np.array(value.values)
    if isinstance(value, Plain):
        return value.value
    if isinstance(value, tuple):
        return [to_native(item, framework, device) for item in value]
    if isinstance(value, Mapping):
        return {key: to_native(item, framework, device) for key, item in value.items()}
    return value


def _to_tensor(array: Array, device: str) -> Any:
    torch = sys.modules.get("torch") or import_module("torch")
    tensor = torch.from_numpy(np.array(array.values))
    if array.dtype == "bfloat16":
        tensor = tensor.to(torch.bfloat16)
    return tensor if device == CPU else tensor.to(device)


def to_data(value: object, depth: int = 0) -> Data:
    """A result as data.

    Raises:
        RefusedError: for an object that is not made of numbers, strings, arrays, sequences and mappings.
    """
    if depth > MAX_DEPTH:
        raise RefusedError(f"the result is nested more than {MAX_DEPTH} deep")
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):  # first: what most results are
        return _from_tensor(torch, value)
    if value is None or isinstance(value, bool | int | float | complex | str | np.ndarray | np.generic):
        return _leaf(value)
    if isinstance(value, list | tuple):
        if len(value) > MAX_ITEMS:
            raise RefusedError(f"the result is a list of more than {MAX_ITEMS:,} items; return an array")
        return gather(tuple(to_data(item, depth + 1) for item in value))
    if isinstance(value, Mapping):
        return _mapping(value, depth)
    return _from_torch(torch, value, depth)


def _leaf(value: Any) -> Data:
    if isinstance(value, np.ndarray | np.generic) and not isinstance(value, str | bool):
        return _from_numpy(value)
    # Subclasses (enums, np.float64) become the plain value they stand for.
    match value:
        case bool():
            return bool(value)
        case int():
            if abs(value) >= 10**MAX_INTEGER_DIGITS:
                raise RefusedError(f"the result is an integer of more than {MAX_INTEGER_DIGITS:,} digits")
            return int(value)
        case float():
            return float(value)
        case complex():
            return complex(value)
        case str():
            return str(value)
    return None


def _from_numpy(value: np.ndarray[Any, Any] | np.generic) -> Data:
    if isinstance(value, np.ma.MaskedArray):
        raise RefusedError("the result is a masked array; return a plain array")
    array = np.asarray(value)
    if array.dtype.kind == "U":
        return to_data(array.tolist())
    if array.dtype == np.longdouble and array.dtype != np.float64:
        array = array.astype(np.float64)
    if array.dtype.kind not in "biufc" or array.dtype.names:
        raise RefusedError(f"the result is an array of dtype {array.dtype}; return an array of numbers")
    # A copy in native byte order: later changes by student threads must not reach what was answered.
    native = np.array(array, dtype=array.dtype.newbyteorder("="), order="C")
    return Array(native, name_of(native.dtype))


def _mapping(value: Mapping[Any, Any], depth: int) -> Data:
    if len(value) > MAX_KEYS:
        raise RefusedError(f"the result is a mapping of more than {MAX_KEYS} keys")
    result: dict[str, Data] = {}
    for key, item in value.items():
        if not isinstance(key, str) or len(key) > MAX_KEY_CHARACTERS:
            raise RefusedError(
                f"the result has a key that is no string of at most {MAX_KEY_CHARACTERS} characters"
            )
        result[str(key)] = to_data(item, depth + 1)
    return result


def _from_torch(torch: Any, value: object, depth: int) -> Data:
    if torch is not None:
        if isinstance(value, torch.nn.Module):
            return _mapping(dict(value.named_parameters()), depth)
        if isinstance(value, torch.Size):
            return to_data(tuple(value), depth)
    name = type(value).__name__
    raise RefusedError(
        f"the result is of type {name[:80]}; return numbers, arrays, lists, or a mapping of them"
    )


def _from_tensor(torch: Any, tensor: Any) -> Data:
    plain = _plain(tensor) if type(tensor) is torch.Tensor else None
    if plain is not None:
        return Array(plain, name_of(plain.dtype))
    if tensor.layout != torch.strided or tensor.is_quantized or tensor.device.type == "meta":
        raise RefusedError("the result is a sparse, quantised or meta tensor; return a dense one")
    if type(tensor) is not torch.Tensor:
        tensor = tensor.as_subclass(torch.Tensor)
    if tensor.is_cuda:
        torch.cuda.synchronize(tensor.device)  # what runs on other streams of the student's counts, too
    is_bfloat16 = tensor.dtype == torch.bfloat16
    try:
        values = np.array((tensor.to(torch.float32) if is_bfloat16 else tensor).numpy(force=True), order="C")
    except TypeError:
        values = None
    if values is None or values.dtype.kind not in "biufc":
        name = str(tensor.dtype).removeprefix("torch.")
        raise RefusedError(f"the result is a tensor of dtype {name}; return one of ordinary numbers")
    return Array(values, "bfloat16" if is_bfloat16 else name_of(values.dtype))


def _plain(tensor: Any) -> NDArray[Any] | None:
    """A copy of what most results are; None of what lies elsewhere, belongs to a graph, or NumPy does not know."""
    try:
        return np.array(tensor.numpy(), order="C")
    except (RuntimeError, TypeError):
        return None
