"""What a zygote's workers may use, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SCRATCH_BYTES = 64 << 20
SCRATCH_FILES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What all workers of a zygote have in common.

    Attributes:
        scratch_root: the folder (made by the host, mode 0711) in which scratch folders are made.
        readable: folders and files that workers may read beside the interpreter's libraries.
        devices: device files that workers may read, write and command: a GPU's.
        scratch_bytes: the size of one scratch folder, where it can be a file system of its own; elsewhere the host
            looks at it from time to time.
        scratch_files: how many files and folders it may hold, likewise.
    """

    scratch_root: Path
    readable: tuple[Path, ...] = ()
    devices: tuple[Path, ...] = ()
    scratch_bytes: int = SCRATCH_BYTES
    scratch_files: int = SCRATCH_FILES


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceLimits:
    """What one worker may use up.

    Attributes:
        memory_bytes: private memory beyond what it shares with its zygote.
        cpu_time_s: of all its threads together, over its whole life; whole seconds.
        file_bytes: the size of any one file.
        descriptors: open ones.
        threads: at once; a rough bound where the worker has no uid of its own, none where it is root.
        stack_bytes: of the main thread.
    """

    memory_bytes: int
    cpu_time_s: int
    file_bytes: int = 64 << 20
    descriptors: int = 256
    threads: int = 128
    stack_bytes: int = 64 << 20
