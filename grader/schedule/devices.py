"""On which device a run computes: the one asked for, if a confined worker can compute on it."""

from __future__ import annotations

from dataclasses import dataclass

from grader.errors import UsageError
from grader.sandbox import gpu_memory, gpus
from grader.sandbox.gpu_trial import refusal
from grader.sandbox.gpus import CPU
from grader.schedule.options import Options


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
    reason = refusal(device, options.isolation)
    if not reason:
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
