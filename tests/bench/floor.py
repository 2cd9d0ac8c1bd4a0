"""The floors that grading is measured against: a bare fork of a torch process, and a fresh interpreter.

Run as a script it is the floor itself: it imports torch, then forks children that load the same file and make the
same calls as a grading does, `--at-once` of them at a time, and prints the seconds per child. With `--count 0` it
makes the calls itself: that is the fresh interpreter.
"""

from __future__ import annotations

import argparse
import gc
import os
import runpy
import sys
import time
from pathlib import Path

CALLS = 14  # as many as the problem small-net has trials


def calls(path: Path) -> None:
    """Loads the submission and makes its calls, as a student's own test would."""
    import torch

    module = runpy.run_path(str(path))
    torch.manual_seed(0)
    weights = [torch.randn(5, 7), torch.randn(7, 3), torch.randn(3, 2)]
    biases = [torch.randn(7), torch.randn(3), torch.randn(2)]
    for _ in range(CALLS):
        module["forward"](torch.randn(11, 5), weights, biases)


def forks(path: Path, count: int, at_once: int) -> float:
    """Seconds per bare fork that makes the calls and leaves."""
    started = time.perf_counter()
    running = 0
    for _ in range(count):
        if running == at_once:
            os.wait()
            running -= 1
        if os.fork() == 0:
            calls(path)
            os._exit(0)
        running += 1
    for _ in range(running):
        os.wait()
    return (time.perf_counter() - started) / count


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("path", type=Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--at-once", type=int, default=2)
    options = parser.parse_args()
    import torch  # noqa: F401

    if options.count == 0:
        calls(options.path)
        return
    gc.collect()
    gc.freeze()
    print(forks(options.path, options.count, options.at_once))


if __name__ == "__main__":
    main()
    sys.stdout.flush()
