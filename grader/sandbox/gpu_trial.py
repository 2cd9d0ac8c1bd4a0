"""Can a confined worker compute on a GPU? One tries."""

from __future__ import annotations

from typing import Final

from grader.core.observation import Returned
from grader.core.problem import Limits
from grader.errors import SandboxError
from grader.sandbox import gpus
from grader.sandbox.box import Sandbox
from grader.wire.messages import CallRequest, Setup, write_request

_TRIAL: Final = b"""
import torch

def place():
    x = torch.ones(3, 5, requires_grad=True)
    (x @ x.T).sum().backward()
    return str(x.grad.device) if x.grad.sum().item() == 90.0 else "wrong numbers"
"""
_PATIENCE: Final = Limits(wall_time_s=60, cpu_time_s=60, memory_mib=2048)


def refusal(device: str, isolation: str = "auto") -> str:
    """Why `cuda:N` cannot be used; empty if it can. Nothing is started where there is no GPU at all."""
    if not gpus.devices():
        return "there is no NVIDIA GPU here"
    setup = Setup(lane="student", framework="torch", files={"trial.py": _TRIAL}, module="trial.py")
    request = write_request(CallRequest(call="place()", values={}, seed=0))
    try:
        with Sandbox(isolation, device=device) as sandbox, sandbox.session(setup, _PATIENCE) as session:
            observed = session.call(request, _PATIENCE)
    except SandboxError as error:
        return error.what
    if isinstance(observed.outcome, Returned) and observed.outcome.data == device:
        return ""
    return f"a trial on it came out as {observed.outcome}"
