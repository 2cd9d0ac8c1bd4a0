"""The floors of a grading's parts: what a fork of a torch process takes when nothing but the work itself is done.

Run as a script it prints JSON: by part, milliseconds for each of `--count` forks, and `private_kib`, the memory that a
fork did not share when it had made its calls.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import runpy
import struct
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import torch

import grader
from grader.sandbox.confinement import Calls, Confiner, Place, Policy, ResourceLimits, prepare, probe
from grader.sandbox.confinement.limits import gaps
from tests.bench.floor import CALLS, calls
from tests.bench.memory import private_kib

MOMENTS = struct.Struct("4d")


def born(work: Callable[[int], None]) -> tuple[int, int]:
    """A fork, which is given the pipe that this process reads from. It ends when the work does."""
    near, far = os.pipe()
    pid = os.fork()
    if pid == 0:
        work(far)
        os._exit(0)
    os.close(far)
    return pid, near


def forked(path: Path) -> dict[str, float]:
    """One fork that loads the file and makes its calls."""

    def work(pipe: int) -> None:
        begun = time.perf_counter()
        forward = runpy.run_path(str(path))["forward"]
        loaded = time.perf_counter()
        torch.default_generator.manual_seed(0)
        weights = [torch.randn(5, 7), torch.randn(7, 3), torch.randn(3, 2)]
        biases = [torch.randn(7), torch.randn(3), torch.randn(2)]
        inputs = [torch.randn(11, 5) for _ in range(CALLS)]
        ready = time.perf_counter()
        for one in inputs:
            forward(one, weights, biases)
        os.write(pipe, MOMENTS.pack(begun, loaded, ready, time.perf_counter()))

    asked = time.perf_counter()
    pid, pipe = born(work)
    begun, loaded, ready, made = MOMENTS.unpack(os.read(pipe, MOMENTS.size))
    os.close(pipe)
    os.waitpid(pid, 0)
    return {
        "fork": 1000 * (begun - asked),
        "import": 1000 * (loaded - begun),
        "calls": 1000 * (made - ready),
        "whole": 1000 * (made - asked),
    }


def unshared_kib(path: Path) -> int:
    """Of a fork that made the calls and is still there."""
    goes_on, end = os.pipe()

    def work(pipe: int) -> None:
        os.close(end)
        calls(path)
        os.write(pipe, b".")
        os.read(goes_on, 1)

    pid, pipe = born(work)
    os.read(pipe, 1)
    found = private_kib(pid)
    for descriptor in (pipe, goes_on, end):
        os.close(descriptor)
    os.waitpid(pid, 0)
    return found


def confined_ms(confiner: Confiner, place: Place, bounds: Calls) -> float:
    """One fork that confines itself and does nothing else."""

    def work(pipe: int) -> None:
        begun = time.perf_counter()
        confiner.enter(place, bounds, gaps((0, 1, 2, pipe)))
        os.write(pipe, struct.pack("d", time.perf_counter() - begun))

    pid, pipe = born(work)
    [took_s] = struct.unpack("d", os.read(pipe, 8))
    os.close(pipe)
    os.waitpid(pid, 0)
    assert confiner.renew(place)
    return float(1000 * took_s)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("path", type=Path)
    parser.add_argument("--count", type=int, default=50)
    options = parser.parse_args()
    capabilities = probe()
    gc.collect()
    gc.freeze()
    forks = [forked(options.path) for _ in range(options.count)]
    found = {part: [fork[part] for fork in forks] for part in forks[0]}
    found["private_kib"] = [unshared_kib(options.path) for _ in range(5)]
    with tempfile.TemporaryDirectory() as name:
        # Last: from here on this process sees no more than a zygote does.
        Path(name).chmod(0o711)
        policy = Policy(scratch_root=Path(name), readable=(Path(grader.__file__).parent,))
        confiner = prepare(policy, capabilities)
        place = confiner.furnish(1)
        bounds = confiner.bounds(ResourceLimits(memory_bytes=1 << 30, cpu_time_s=60))
        found["confine"] = [confined_ms(confiner, place, bounds) for _ in range(options.count)]
        print(json.dumps(found), flush=True)
        os._exit(0)  # the folder's name is its own now; whoever started this removes it


if __name__ == "__main__":
    main()
