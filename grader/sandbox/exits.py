"""From a worker's end to a verdict, in the design's order: our own kill, out of memory, signal, exit."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass

from grader.core.observation import Ended
from grader.core.verdict import Verdict
from grader.errors import WireError
from grader.sandbox.exchange import CallLimits
from grader.wire.frames import OversizedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """How the system says that a worker ended: by a signal or with a code, and its CPU seconds."""

    signal: int = 0
    code: int = 0
    cpu_time_s: float

    @staticmethod
    def from_wait(status: int, cpu_time_s: float) -> Exit:
        """Of a `waitpid` status."""
        return Exit(
            signal=os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
            code=os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0,
            cpu_time_s=cpu_time_s,
        )

    @property
    def name(self) -> str:
        """The signal's name; empty without one. By name, because no system has them all."""
        try:
            return signal.Signals(self.signal).name if self.signal else ""
        except ValueError:
            return f"signal {self.signal}"


_SIGNALS = {
    "SIGSEGV": "a segmentation fault",
    "SIGBUS": "a bus error",
    "SIGFPE": "an arithmetic fault",
    "SIGILL": "an illegal instruction",
    "SIGABRT": "an abort",
}


# --- our own kills --------------------------------------------------------------------------------------

FLOODED = Ended(verdict=Verdict.OUTPUT_LIMIT, reason="more than 16 MiB were printed")
OVERFULL = Ended(verdict=Verdict.OUTPUT_LIMIT, reason="too much was written to files")
HUNG_UP = Ended(verdict=Verdict.CRASHED, reason="the process closed the grader's own channel")
WROTE_UNASKED = Ended(verdict=Verdict.CRASHED, reason="the process wrote to the grader's own channel")


def no_answer(limits: CallLimits) -> Ended:
    return Ended(verdict=Verdict.TIMEOUT, reason=f"no answer within {limits.wall_time_s:g} s")


def no_cpu_time(limits: CallLimits) -> Ended:
    return Ended(verdict=Verdict.TIMEOUT, reason=f"{limits.cpu_time_s:g} s of CPU time were used up")


def no_memory(limits: CallLimits) -> Ended:
    megabytes = limits.memory_bytes >> 20
    return Ended(verdict=Verdict.MEMORY_LIMIT, reason=f"more than {megabytes} MiB of memory were used")


def no_gpu_memory(limits: CallLimits) -> Ended:
    megabytes = limits.gpu_memory_bytes >> 20
    return Ended(
        verdict=Verdict.MEMORY_LIMIT, reason=f"more than {megabytes} MiB of the GPU's memory were used"
    )


def unreadable(error: WireError) -> Ended:
    """What was sent is too large, or no message: then what follows it cannot be read either."""
    verdict = Verdict.OUTPUT_LIMIT if isinstance(error, OversizedError) else Verdict.CRASHED
    return Ended(verdict=verdict, reason=error.what)


# --- ends that were not ours ----------------------------------------------------------------------------


def classify(exit_: Exit, *, out_of_memory: bool = False) -> Ended:
    """The verdict for a worker that ended before it answered, other than by our own kill."""
    if out_of_memory:
        return Ended(verdict=Verdict.MEMORY_LIMIT, reason="the process ran out of memory")
    if exit_.name == "SIGXCPU":
        return Ended(verdict=Verdict.TIMEOUT, reason="the CPU time was used up")
    if exit_.name == "SIGXFSZ":
        return Ended(verdict=Verdict.OUTPUT_LIMIT, reason="a file grew past its limit")
    if exit_.name == "SIGSYS":
        return Ended(verdict=Verdict.VIOLATION, reason="a system call that is not allowed ended the process")
    if exit_.signal:
        name = _SIGNALS.get(exit_.name, f"signal {exit_.signal}")
        return Ended(verdict=Verdict.CRASHED, reason=f"the process ended with {name}")
    return Ended(verdict=Verdict.CRASHED, reason=f"the process exited (code {exit_.code}) before it answered")


def killed_from_outside(exit_: Exit) -> bool:
    """True for SIGKILL, which the student cannot be told apart from the system at first sight."""
    return exit_.name == "SIGKILL"
