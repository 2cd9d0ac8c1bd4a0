"""What this machine offers to the sandbox, found out by using it."""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.core.observation import Returned
from grader.core.problem import Framework, Limits
from grader.errors import SandboxError
from grader.sandbox import gpus
from grader.sandbox.box import CHOICE, Sandbox, is_portable
from grader.sandbox.gpu_memory import unwatched
from grader.sandbox.gpu_trial import refusal
from grader.sandbox.packages import lacking
from grader.wire.messages import CallRequest, Setup, write_request

_TRIAL = b"def answer():\n    return 6 * 7\n"
_TRIALS, _DEAR_TRIALS = 10, 2  # a fresh interpreter takes seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was tried. `hint` says how to get it where it is not `ok`."""

    name: str
    ok: bool
    detail: str
    hint: str = ""


def examine(packages: Sequence[str] = ()) -> Iterator[Finding]:
    """Tries the layers of confinement, then grades a line of code with each framework.

    Args:
        packages: that problems require beside the base ones.
    """
    yield Finding(
        name="python",
        ok=True,
        detail=f"{platform.python_version()} on {platform.system()} {platform.release()}",
    )
    yield from _portable() if is_portable() else _layers()
    missing = lacking(packages)
    for package in packages:
        found = package not in missing
        yield Finding(
            name=package, ok=found, detail="" if found else "not installed", hint=f"pip install {package}"
        )
    for framework in ("numpy", "torch"):
        yield _grades(framework)
    if gpus.devices():
        yield from _computes("cuda:0")


def _computes(device: str) -> Iterator[Finding]:
    refused = refusal(device)
    yield Finding(
        name=device,
        ok=not refused,
        detail=refused or "a confined worker computes on it",
        hint="`nvidia-smi` says whether the driver works; `--device cpu` does without",
    )
    if not refused:
        blind = unwatched(device)
        yield Finding(
            name="gpu memory",
            ok=not blind,
            detail=blind or "is watched by the driver's account",
            hint="without it torch alone keeps workers within their limit",
        )


def _layers() -> Iterator[Finding]:
    from grader.sandbox.confinement import Tier, probe

    capabilities = probe()
    for mechanism in capabilities.mechanisms:
        yield Finding(
            name=str(mechanism.layer), ok=mechanism.available, detail=mechanism.detail, hint=mechanism.remedy
        )
    yield Finding(
        name="isolation",
        ok=capabilities.tier is Tier.FULL,
        detail=f"the {capabilities.tier} tier",
        hint="what is missing above is what keeps it from full",
    )


def _portable() -> Iterator[Finding]:
    chosen = sys.platform == "linux"
    yield Finding(
        name="isolation",
        ok=False,
        detail="the portable tier: a fresh interpreter for each problem, and nothing confines it",
        hint=f"do not set {CHOICE}"
        if chosen
        else "good for your own work (`grader check`); other people's is graded on Linux, where it is confined",
    )


def _grades(framework: Framework) -> Finding:
    setup = Setup(
        lane="student", framework=framework, files={"trial.py": _TRIAL}, module="trial.py", dtype="float64"
    )
    request = write_request(CallRequest(call="answer()", values={}, seed=0))
    limits = Limits()
    started = time.monotonic()
    try:
        with Sandbox() as sandbox:
            seconds = []
            for _ in range(_DEAR_TRIALS if is_portable() else _TRIALS):
                with sandbox.session(setup, limits) as session:
                    outcome = session.call(request, limits).outcome
                seconds.append(time.monotonic() - started)
                started = time.monotonic()
                if not (isinstance(outcome, Returned) and outcome.data == 42):
                    return Finding(name=framework, ok=False, detail=f"a trial came out as {outcome}")
    except SandboxError as error:
        hint = error.hint or f"python -c 'import {framework}' shows whether it can be imported"
        return Finding(name=framework, ok=False, detail=error.what, hint=hint)
    detail = f"starts in {seconds[0]:.1f} s, then {1000 * min(seconds[1:]):.0f} ms for a worker and a call"
    return Finding(name=framework, ok=True, detail=detail)
