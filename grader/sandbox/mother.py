"""The mother: imports the framework once and forks the two zygotes. Run as `python -m grader.sandbox.mother`.

Arguments: the framework (`torch` or `numpy`), the scratch root, the layers of confinement (comma-separated, or
`none`), and the descriptors of the students' and the authors' request sockets.
"""

from __future__ import annotations

import gc
import importlib
import os
import socket
import sys
from pathlib import Path

from grader.sandbox import zygote

PRELOADED = {
    "torch": ("numpy", "torch", "torch.nn.functional", "torch.optim", "numpy.ma"),
    "numpy": ("numpy", "numpy.ma", "numpy.random"),
}


def main(arguments: list[str]) -> None:
    framework, scratch, layers, *sockets = arguments
    for module in (
        *PRELOADED[framework],
        "grader.worker.main",
        "grader.sandbox.child",
        "grader.sandbox.confinement",
    ):
        importlib.import_module(module)
    threads = len(os.listdir("/proc/self/task"))
    if threads != 1:
        raise SystemExit(f"the mother has {threads} threads; a fork would copy only one of them")
    gc.collect()
    gc.freeze()
    lanes = [socket.socket(fileno=int(number)) for number in sockets]
    for lane in lanes:
        if os.fork() == 0:
            for other in lanes:
                if other is not lane:
                    other.close()
            zygote.serve(lane, Path(scratch), None if layers == "none" else layers.split(","))
            os._exit(0)
    for lane in lanes:
        lane.close()
    # She has nothing left to do but to have been: zygotes ask the kernel to end them with her.
    for _ in lanes:
        os.wait()


if __name__ == "__main__":
    main(sys.argv[1:])
