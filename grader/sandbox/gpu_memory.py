"""How much of a GPU's memory a worker holds, by the driver's account; nothing here touches CUDA.

Torch keeps honest code within the limit, in the worker. What the host reads here is for code that goes round torch. The
driver counts by process, but by numbers that mean nothing inside a container; there, too much on the whole GPU is
nobody's fault that could be told, and what was being judged is ungraded.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import ModuleType
from typing import Final, Protocol

from grader.errors import SandboxError
from grader.sandbox.gpus import CPU

CONTEXT_BYTES: Final = 1 << 30  # of the GPU's memory, that CUDA takes for a process before it holds a number


class Driver(Protocol):
    """Who holds what of one GPU's memory, in bytes."""

    def in_use(self) -> int: ...

    def by_process(self) -> Mapping[int, int]:
        """By process, for those that it tells of."""
        ...


def driver_of(device: str) -> Driver | None:
    """Whom to ask about a device's memory; None for the CPU, and where nobody can tell (`unwatched` says why)."""
    try:
        return None if device == CPU else Nvml(device)
    except SandboxError:
        return None


def unwatched(device: str) -> str:
    """Why the memory that workers take of a device is not watched; empty if it is."""
    try:
        if device != CPU:
            Nvml(device)
    except SandboxError as error:
        return "; ".join(filter(None, (error.what, error.hint)))
    return ""


class Share:
    """What one worker, born just now, takes of a GPU's memory."""

    def __init__(self, driver: Driver, pid: int) -> None:
        self._driver, self._pid = driver, pid
        self._before = driver.in_use()

    def exceeds(self, limit_bytes: int) -> bool:
        """Does the worker hold more, its context aside?

        Raises:
            SandboxError: if more was taken on the GPU and the driver does not say by whom.
        """
        allowed = limit_bytes + CONTEXT_BYTES
        own = self._driver.by_process().get(self._pid)
        if own is not None:
            return own > allowed
        taken = self._driver.in_use() - self._before
        if taken > allowed:
            what = f"{taken >> 20} MiB were taken on the GPU, and its driver does not say by which process"
            raise SandboxError(what, "let nothing else run on it, and grade one submission at a time")
        return False


class Nvml:
    """The account of the NVIDIA driver, for `cuda:N`.

    Raises:
        SandboxError: if the driver cannot be asked.
    """

    def __init__(self, device: str) -> None:
        try:
            import pynvml
        except ModuleNotFoundError as error:
            raise SandboxError("nvidia-ml-py is not installed", "pip install 'grader[cuda]'") from error
        self._nvml = pynvml
        try:
            pynvml.nvmlInit()
            self._card = _card(pynvml, int(device.partition(":")[2]))
        except (pynvml.NVMLError, IndexError, ValueError) as error:
            raise SandboxError(f"the driver gives no account of {device}: {error}") from error

    def in_use(self) -> int:
        try:
            return int(self._nvml.nvmlDeviceGetMemoryInfo(self._card).used)
        except self._nvml.NVMLError as error:
            raise SandboxError(f"the GPU's driver no longer tells what is in use: {error}") from error

    def by_process(self) -> Mapping[int, int]:
        try:
            processes = self._nvml.nvmlDeviceGetComputeRunningProcesses(self._card)
        except self._nvml.NVMLError:
            return {}
        return {one.pid: one.usedGpuMemory for one in processes if one.usedGpuMemory is not None}


def _card(nvml: ModuleType, number: int) -> object:
    """The card that CUDA counts as `number`, in the order of the bus, as workers count them too."""
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    if visible is None:
        return nvml.nvmlDeviceGetHandleByIndex(number)
    named = visible.split(",")[number].strip()
    return (
        nvml.nvmlDeviceGetHandleByIndex(int(named))
        if named.isdigit()
        else nvml.nvmlDeviceGetHandleByUUID(named)
    )
