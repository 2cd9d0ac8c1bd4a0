"""Which of a GPU's files workers need, and whether a confined worker can compute on it.

The host knows of a GPU by its files alone and asks a worker for the rest: what a worker cannot do under its
confinement is not there for anybody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CPU: Final = "cpu"
_DEVICES: Final = Path("/dev")
_DEVICE = re.compile(r"nvidia([0-9]+|ctl|-uvm)")
# The driver's version and parameters, and on which node of memory a card lies.
_READ: Final = tuple(
    map(Path, ("/proc/driver/nvidia", "/proc/devices", "/proc/meminfo", "/sys/devices/system/node"))
)


@dataclass(frozen=True, slots=True)
class Files:
    """What computing on a device takes beyond what every worker has."""

    readable: tuple[Path, ...] = ()
    devices: tuple[Path, ...] = ()


def needed(device: str) -> Files:
    """Nothing for the CPU."""
    if device == CPU:
        return Files()
    return Files(readable=tuple(path for path in _READ if path.exists()), devices=devices())


def devices(folder: Path = _DEVICES) -> tuple[Path, ...]:
    """The files of the GPUs in `folder`: the cards, their control, their memory; not the tools for watching others."""
    return tuple(sorted(path for path in folder.glob("nvidia*") if _DEVICE.fullmatch(path.name)))
