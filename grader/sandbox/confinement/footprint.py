"""How much a hostile folder holds, looked at from outside and no closer than is needed.

Where a scratch folder is a file system of its own, the kernel bounds it. Elsewhere the host looks at it from time to
time. What it cannot look at (a tree deeper than a path can name, a folder closed to its owner) no honest work makes.
Files that were deleted while they are open are not seen: their number and size are bounded by rlimits alone.
"""

from __future__ import annotations

import os
from pathlib import Path

_BLOCK_BYTES = 512


def exceeds(folder: Path, *, size_bytes: int, files: int) -> bool:
    """Whether a folder holds more than this, or cannot be looked through. One that is gone holds nothing."""
    left = [str(folder)]
    while left:
        try:
            with os.scandir(left.pop()) as entries:
                for entry in entries:
                    files -= 1
                    size_bytes -= entry.stat(follow_symlinks=False).st_blocks * _BLOCK_BYTES
                    if files < 0 or size_bytes < 0:
                        return True
                    if entry.is_dir(follow_symlinks=False):
                        left.append(entry.path)
        except FileNotFoundError:
            continue
        except OSError:
            return True
    return False
