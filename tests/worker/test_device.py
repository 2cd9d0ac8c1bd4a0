"""What CUDA raises, as it is told; and that a worker on the CPU never asks for CUDA."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import torch

from grader.core.observation import Ended, Raised, Returned
from grader.core.problem import Limits
from grader.core.verdict import Verdict
from grader.sandbox.box import Sandbox
from grader.wire.messages import CallRequest, Setup, write_request
from grader.worker import device
from grader.worker.failures import describe

AcceleratorError = getattr(torch, "AcceleratorError", RuntimeError)  # since torch 2.8
ILLEGAL = "CUDA error: an illegal memory access was encountered\nCUDA kernel errors might be asynchronously reported"
MODULE = f"""
import torch

def broken():
    raise RuntimeError({ILLEGAL!r})

def starved():
    raise torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB.")

class Mute(RuntimeError):
    def __str__(self):
        raise ValueError

def mute():
    raise Mute(Mute())

def asks():
    return str([torch.cuda.is_initialized(), torch.are_deterministic_algorithms_enabled()])
"""


@pytest.mark.parametrize(
    ("error", "poisoned", "starved"),
    [
        (torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB."), False, True),
        (RuntimeError("CUDA error: out of memory\nCompile with TORCH_USE_CUDA_DSA"), False, True),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory"), False, True),
        (AcceleratorError(ILLEGAL), True, False),
        (RuntimeError("CUDA error: device-side assert triggered"), True, False),
        (RuntimeError("CUDA error: unspecified launch failure"), True, False),
        (RuntimeError("CUDA error: invalid configuration argument"), False, False),
        (ValueError(ILLEGAL), False, False),
        (RuntimeError("the sizes do not match"), False, False),
    ],
)
def test_what_cuda_raises(error: Exception, poisoned: bool, starved: bool) -> None:
    assert (device.is_poisoned(error), device.is_starved(error)) == (poisoned, starved)
    told = describe(error, "/nowhere", None)
    assert isinstance(told, Raised)
    assert ("MemoryError" in told.types) is starved


def test_a_broken_context_ends_its_worker_and_the_next_call_is_answered() -> None:
    setup = Setup(lane="student", framework="torch", files={"m.py": MODULE.encode()}, module="m.py")
    with Sandbox() as sandbox, sandbox.session(setup, Limits()) as session:
        broken, starved, mute, asks = (
            session.call(write_request(CallRequest(call=call, values={}, seed=0)), Limits())
            for call in ("broken()", "starved()", "mute()", "asks()")
        )
    assert isinstance(broken.outcome, Ended)
    assert broken.outcome.verdict is Verdict.CRASHED
    assert "illegal memory access" in broken.output
    assert isinstance(starved.outcome, Ended)
    assert starved.outcome.verdict is Verdict.MEMORY_LIMIT
    assert isinstance(mute.outcome, Raised)
    assert asks.outcome == Returned(data="[False, False]")


def test_what_a_zygote_imports_and_rehearses_leaves_cuda_alone(tmp_path: Path) -> None:
    program = (
        "import importlib, sys, torch\n"
        "asked = []\n"
        "for name in ('_lazy_init', 'init', 'is_available', 'device_count', '_lazy_call'):\n"
        "    setattr(torch.cuda, name, lambda *_, name=name, **__: asked.append(name))\n"
        "from grader.sandbox.startup import PRELOADED\n"
        "from grader.sandbox.mother import OWN\n"
        "for name in (*PRELOADED['torch'], *OWN): importlib.import_module(name)\n"
        "importlib.import_module('grader.worker.rehearsal').rehearse('torch', sys.argv[1])\n"
        "maps = open('/proc/self/maps').read()\n"
        "print(asked, torch.cuda.is_initialized(), 'libcuda.so' in maps)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "stage")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] False False"
