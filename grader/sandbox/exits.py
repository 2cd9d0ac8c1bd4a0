"""From a worker's end to a verdict, in the design's order: our own kill, out of memory, signal, exit."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass

from grader.core.observation import Ended
from grader.core.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """How the kernel says that a worker ended: a `waitpid` status and its CPU seconds."""

    status: int
    cpu_time_s: float

    @property
    def signal(self) -> int:
        return os.WTERMSIG(self.status) if os.WIFSIGNALED(self.status) else 0

    @property
    def code(self) -> int:
        return os.WEXITSTATUS(self.status) if os.WIFEXITED(self.status) else 0


_SIGNALS = {
    signal.SIGSEGV: "a segmentation fault",
    signal.SIGBUS: "a bus error",
    signal.SIGFPE: "an arithmetic fault",
    signal.SIGILL: "an illegal instruction",
    signal.SIGABRT: "an abort",
}


def classify(exit_: Exit, *, out_of_memory: bool = False) -> Ended:
    """The verdict for a worker that ended before it answered, other than by our own kill."""
    if out_of_memory:
        return Ended(verdict=Verdict.MEMORY_LIMIT, reason="the process ran out of memory")
    if exit_.signal == signal.SIGXCPU:
        return Ended(verdict=Verdict.TIMEOUT, reason="the CPU time was used up")
    if exit_.signal == signal.SIGXFSZ:
        return Ended(verdict=Verdict.OUTPUT_LIMIT, reason="a file grew past its limit")
    if exit_.signal == signal.SIGSYS:
        return Ended(verdict=Verdict.VIOLATION, reason="a system call that is not allowed ended the process")
    if exit_.signal:
        name = _SIGNALS.get(exit_.signal, f"signal {exit_.signal}")  # type: ignore[call-overload]
        return Ended(verdict=Verdict.CRASHED, reason=f"the process ended with {name}")
    return Ended(verdict=Verdict.CRASHED, reason=f"the process exited (code {exit_.code}) before it answered")


def killed_from_outside(exit_: Exit) -> bool:
    """True for SIGKILL, which the student cannot be told apart from the system at first sight."""
    return exit_.signal == signal.SIGKILL
