"""What every process of the sandbox begins with: its environment, its imports, its streams."""

from __future__ import annotations

import os
import sys
from pathlib import Path

THREADS = (
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
KEPT = ("PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "SYSTEMROOT", "CUDA_VISIBLE_DEVICES")
# The heap of the C library in large pages, where kernel and library know how: see `pages`.
LARGE_PAGES = {"GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
# What workers of each framework find imported.
PRELOADED = {
    "torch": ("numpy", "numpy.ma", "numpy.random", "torch", "torch.nn.functional", "torch.optim"),
    "numpy": ("numpy", "numpy.ma", "numpy.random"),
}


def environment() -> dict[str, str]:
    """Nothing of the host's environment but what finding libraries needs; one thread each; no hash seed of chance."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    package_root = str(Path(__file__).resolve().parents[2])
    fixed = {"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0", "PYTHONPATH": package_root, "PYTHONNOUSERSITE": "1"}
    student = {"USER": "student", "LOGNAME": "student"}
    return {**kept, **fixed, **student, **LARGE_PAGES, **dict.fromkeys(THREADS, "1")}


def open_streams_for_pipes() -> None:
    """As `open_streams`, in a process whose forks will have pipes there, before they have them."""
    near, far = os.pipe()
    kept = [(os.dup(number), number) for number in (1, 2)]
    for number in (1, 2):
        os.dup2(far, number)
    open_streams()
    for own, number in kept:
        os.dup2(own, number)
        os.close(own)
    os.close(near)
    os.close(far)


def open_streams() -> None:
    """Gives Python new streams over descriptors 1 and 2: those it has may take them for files, or hold text back."""
    for number, name in ((1, "stdout"), (2, "stderr")):
        stream = open(number, "w", 1, "utf-8", "backslashreplace", closefd=False)  # noqa: SIM115
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
