"""On which device a run computes: the one asked for, if a confined worker can compute on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from grader.core.observation import Returned
from grader.core.problem import Limits
from grader.errors import SandboxError, UsageError
from grader.sandbox import gpu_memory, gpus
from grader.sandbox.box import Sandbox
from grader.sandbox.gpus import CPU
from grader.schedule.options import Options
from grader.wire.messages import CallRequest, Setup, write_request

_TRIAL: Final = b"""
import torch

def place():
    x = torch.ones(3, 5, requires_grad=True)
    (x @ x.T).sum().backward()
    return str(x.grad.device) if x.grad.sum().item() == 90.0 else "wrong numbers"
"""
_PATIENCE: Final = Limits(wall_time_s=60, cpu_time_s=60, memory_mib=2048)


@dataclass(frozen=True, slots=True)
class Choice:
    """`cpu` or `cuda:N`, and what whoever runs the machine should know: why a GPU is not used, or not watched."""

    device: str
    remark: str = ""


def device_for(options: Options) -> Choice:
    """The device of a run. Where there is no GPU at all, nothing is started to find that out.

    Raises:
        UsageError: if CUDA is asked for by name and does not work here.
    """
    if options.device == CPU:
        return Choice(CPU)
    if options.engine == "ray":
        return _on_a_cluster(options.device)
    device = options.device if ":" in options.device else "cuda:0"
    reason = _refusal(device, options)
    if reason is None:
        unwatched = gpu_memory.unwatched(device)
        return Choice(
            device, f"the memory taken on {device} is not watched: {unwatched}" if unwatched else ""
        )
    if options.device == "auto":
        return Choice(CPU, f"graded on the CPU: {device} cannot be used: {reason}" if gpus.devices() else "")
    raise UsageError(
        f"the device {options.device!r} cannot be used: {reason}", "--device cpu grades on the CPU"
    )


def _on_a_cluster(asked: str) -> Choice:
    """Its hosts try the GPUs that Ray gives them, each of which is the first to its host."""
    if ":" in asked:
        raise UsageError(
            f"the device {asked!r} cannot be used: which GPUs grade is Ray's to say", "--device cuda"
        )
    return Choice(CPU if asked == "auto" else "cuda:0")


def _refusal(device: str, options: Options) -> str | None:
    if not gpus.devices():
        return "there is no NVIDIA GPU here"
    setup = Setup(lane="student", framework="torch", files={"trial.py": _TRIAL}, module="trial.py")
    request = write_request(CallRequest(call="place()", values={}, seed=0))
    try:
        with (
            Sandbox(options.isolation, device=device) as sandbox,
            sandbox.session(setup, _PATIENCE) as session,
        ):
            observed = session.call(request, _PATIENCE)
    except SandboxError as error:
        return error.what
    if isinstance(observed.outcome, Returned) and observed.outcome.data == device:
        return None
    return f"a trial on it came out as {observed.outcome}"
