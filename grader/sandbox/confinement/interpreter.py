"""Which files a worker must be able to read: the interpreter's libraries and what their code opens itself.

Lazy imports must work after confinement, wherever the interpreter lies (a pyenv under /root, a virtual
environment beside the course). Only library folders are named, never a prefix as a whole: a virtual environment
made in the course's own folder would otherwise lay the course open.
"""

from __future__ import annotations

import site
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_LIBRARY_FOLDERS: Final = ("lib", "lib64")
_SYSTEM: Final = (
    "/lib",
    "/lib32",
    "/lib64",
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/usr/local/lib",
    "/usr/local/lib64",
    "/usr/share/zoneinfo",
    "/etc/ld.so.cache",
    "/etc/localtime",
    # libgomp, OpenBLAS and cpuinfo ask how many processors there are, and of which kind.
    "/proc/cpuinfo",
    "/sys/devices/system/cpu",
    "/dev/random",
    "/dev/urandom",
    "/dev/zero",
)
NULL_DEVICE: Final = Path("/dev/null")


def libraries(more: Iterable[Path] = ()) -> tuple[Path, ...]:
    """The existing folders and files that a worker may read, without those that lie in another of them."""
    prefixes = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    wanted = [Path(prefix, folder) for prefix in prefixes for folder in _LIBRARY_FOLDERS]
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    wanted += [Path(path) for name in names if (path := sysconfig.get_path(name))]
    wanted += map(Path, site.getsitepackages())
    if site.ENABLE_USER_SITE:
        wanted.append(Path(site.getusersitepackages()))
    wanted += map(Path, _SYSTEM)
    wanted += more
    return outermost(path.absolute() for path in wanted if path.exists())


def outermost(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The paths without those that lie in another of them, sorted."""
    kept: list[Path] = []
    for path in sorted(set(paths), key=lambda path: len(path.parts)):
        if not any(path.is_relative_to(folder) for folder in kept):
            kept.append(path)
    return tuple(sorted(kept))
