"""The sandbox as other rooms use it."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Self, TypeAlias

from grader.core.problem import Framework, Limits
from grader.core.report import PORTABLE, Isolation
from grader.errors import UsageError
from grader.sandbox.exchange import Backend
from grader.sandbox.gate import Gate
from grader.sandbox.gpus import CPU
from grader.sandbox.session import Session
from grader.wire.messages import Setup

if TYPE_CHECKING:
    from grader.sandbox.confinement import Layer

Start: TypeAlias = Literal["warm", "cold", "fresh"]
RETIRES_AFTER = 2_000
# `portable` takes the way of other systems on Linux, too.
CHOICE: Final = "GRADER_SANDBOX"


def is_portable() -> bool:
    """Is there no fork and no confinement to be had, or is it not wanted?

    Raises:
        UsageError: if the environment asks for something else.
    """
    chosen = os.environ.get(CHOICE, "")
    if chosen not in ("", PORTABLE):
        raise UsageError(f"{CHOICE} is {chosen!r}", f"it may be {PORTABLE}, or not be set")
    return bool(chosen) or sys.platform != "linux"


class Sandbox:
    """Opens sessions for student and author code. Use as a context manager.

    Args:
        isolation: `auto` confines with what works here, `strict` refuses less than the full tier, `none`
            confines nothing: for one's own code.
        without: layers of confinement to do without although they work here.
        start: `warm` forks workers of a process that has imported the framework; `cold` lets each fork import it
            itself: the same verdicts, seconds later; `warm` turns cold where importing leaves threads behind. `fresh`
            starts an interpreter for each worker and confines nothing, which works everywhere. None takes what the
            system has.
        retires_after: how many workers a zygote forks before a fresh one takes its place.
        device: what student code of torch problems computes on, `cpu` or `cuda:N`; references compute on the CPU.

    Raises:
        IsolationError: if `strict` is asked for and not to be had.
    """

    def __init__(
        self,
        isolation: str = "auto",
        *,
        without: frozenset[Layer] = frozenset(),
        start: Start | None = None,
        retires_after: int = RETIRES_AFTER,
        device: str = CPU,
    ) -> None:
        chosen = start or ("fresh" if is_portable() else "warm")
        self._scratch = Path(tempfile.mkdtemp(prefix="grader-")).resolve()
        self._scratch.chmod(0o711)
        self._backend = _backend(self._scratch, isolation, without, chosen, retires_after, device)
        self.device = device
        self._gate = Gate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._backend.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    @property
    def isolation(self) -> Isolation:
        """What confines the workers of this sandbox."""
        return self._backend.isolation

    def warm(self, framework: Framework) -> None:
        """Starts a framework's processes without waiting for them."""
        self._backend.warm(framework)

    def session(self, setup: Setup, limits: Limits) -> Session:
        """A session for one submission of one problem, or for one problem's own code."""
        # What only reads computes nothing.
        computes = setup.lane == "student" and setup.framework == "torch" and setup.module is not None
        return Session(
            replace(setup, device=self.device, gpu_memory_bytes=limits.gpu_memory_mib << 20)
            if computes and self.device != CPU
            else setup,
            limits,
            lambda limits: self._backend.spawn(setup.framework, setup.lane, limits),
            self._gate,
        )


def _backend(
    scratch: Path, isolation: str, without: frozenset[Layer], start: Start, retires_after: int, device: str
) -> Backend:
    try:
        if start == "fresh":
            from grader.sandbox.interpreters import Interpreters

            return Interpreters(scratch, isolation)
        from grader.sandbox.forks import Forks

        return Forks(scratch, isolation, without, start, retires_after, device)
    except BaseException:
        scratch.rmdir()
        raise
