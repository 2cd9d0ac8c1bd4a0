"""The device that a worker computes on, entered after its fork: what forks it never touches CUDA.

What is set here is for the student's good, not against them: they may set it otherwise, for themselves alone.
"""

from __future__ import annotations

import os
import re

CPU = "cpu"
# After these nothing that this process asks of the device is answered any more.
_POISONED = re.compile(
    r"CUDA error: (an illegal memory access|unspecified launch failure|device-side assert triggered"
    r"|misaligned address|an illegal instruction|invalid program counter|operation not supported on global/shared)"
)
_STARVED = ("DefaultCPUAllocator: can't allocate memory", "CUDA out of memory", "CUDA error: out of memory")


def enter(device: str, *, tf32: bool, memory_bytes: int) -> None:
    """Makes `device` the one on which this worker computes: the same numbers each time, products to the dtype's own
    digits unless `tf32`, and an error of torch's beyond `memory_bytes`.
    """
    os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"  # else products of matrices may differ between runs
    os.environ["CUDA_DEVICE_ORDER"] = "PCI_BUS_ID"  # as the host counts them
    import torch

    torch.backends.cuda.matmul.allow_tf32 = tf32
    torch.backends.cudnn.allow_tf32 = tf32
    torch.backends.cudnn.benchmark = False
    torch.use_deterministic_algorithms(True, warn_only=True)
    torch.cuda.set_device(device)
    torch.cuda.set_per_process_memory_fraction(
        min(1.0, memory_bytes / torch.cuda.get_device_properties(device).total_memory), device
    )
    torch.set_default_device(device)
    torch.cuda.synchronize(device)  # makes the context: it counts as importing, not as the first call


def is_poisoned(error: BaseException) -> bool:
    """Did a kernel fail in such a way that no later one can run in this process?"""
    return bool(_POISONED.search(_said(error)))


def is_starved(error: BaseException) -> bool:
    """Did the device, or torch on the host, have no memory left? Torch raises no MemoryError for it."""
    return any(words in _said(error) for words in _STARVED)


def _said(error: BaseException) -> str:
    """What torch said, if torch raised it; no method of a student's own is called."""
    arguments = vars(BaseException)["args"].__get__(error) if isinstance(error, RuntimeError) else ()
    return arguments[0] if arguments and type(arguments[0]) is str else ""
