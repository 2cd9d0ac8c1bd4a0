"""The floors that grading is measured against: a bare fork of a torch process, and a fresh interpreter.

Run as a script it is the floor itself: it imports torch, then forks children that load the same files and make the
same calls as a grading does, `--at-once` of them at a time, and prints the seconds per child. With `--count 0` it
makes the calls itself: that is the fresh interpreter. A file of `.requests` is what a worker was asked; what it would
reply is dropped.
"""

from __future__ import annotations

import argparse
import gc
import os
import runpy
import sys
import tempfile
import time
from collections.abc import Sequence
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


def replay(path: Path) -> None:
    """Does what a worker was asked, in a folder of its own, which the process is left in."""
    from grader.worker.main import run
    from grader.worker.modules import enter_folder
    from grader.worker.replies import Replies

    folder = tempfile.mkdtemp()
    with path.open("rb") as requests:
        enter_folder(folder)
        run(requests, Replies(os.open(os.devnull, os.O_WRONLY)), folder)


def work(path: Path) -> None:
    if path.suffix == ".requests":
        replay(path)
    else:
        calls(path)


def forks(paths: Sequence[Path], count: int, at_once: int) -> float:
    """Seconds per bare fork that makes the calls of the next path and leaves."""
    quiet = os.open(os.devnull, os.O_WRONLY)
    started = time.perf_counter()
    running = 0
    for number in range(count):
        if running == at_once:
            os.wait()
            running -= 1
        if os.fork() == 0:
            os.dup2(quiet, 1)  # what the work prints is no measurement
            os.dup2(quiet, 2)
            work(paths[number % len(paths)])
            os._exit(0)
        running += 1
    for _ in range(running):
        os.wait()
    return (time.perf_counter() - started) / count


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--large-pages", action="store_true", help="the memory of this process as a zygote's")
    options = parser.parse_args()
    import torch  # noqa: F401

    import grader.worker.main  # noqa: F401
    from grader.sandbox.pages import gathering

    if options.count == 0:
        for path in options.paths:
            work(path)
        return
    gc.collect()
    gc.freeze()
    if options.large_pages:
        for _ in gathering():
            pass
    print(forks(options.paths, options.count, options.at_once))


if __name__ == "__main__":
    main()
    sys.stdout.flush()
