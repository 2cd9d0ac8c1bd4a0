"""Every exception that `grader` raises on purpose.

    GraderError                    what went wrong, and a hint
    ├── UsageError                 a path or option of the command line does not fit
    ├── SpecError                  a problem or assignment file is wrong (all its faults at once)
    ├── SubmissionError            a submission cannot be read
    ├── GradebookError             the gradebook cannot be opened, read or written
    ├── AuthorError                a problem's own code failed: its check is ungraded
    ├── WireError                  bytes that are not a message
    └── SandboxError               the sandbox itself failed
        └── IsolationError         the isolation that was asked for cannot be reached

A student's failure is never an exception: it is a value (`core.observation`).
"""

from __future__ import annotations

from dataclasses import dataclass


class GraderError(Exception):
    """The root: `what` went wrong, and a `hint` about what to do (may be empty)."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


class UsageError(GraderError):
    """A path or an option of the command line does not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecFault:
    """One fault of a spec file. `line` and `column` count from 1."""

    path: str
    line: int
    column: int
    what: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.what}" + (f"; {self.hint}" if self.hint else "")


class SpecError(GraderError):
    """A spec file is wrong; `faults` holds everything that is wrong with it, in file order."""

    def __init__(self, faults: tuple[SpecFault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


class SubmissionError(GraderError):
    """A submission cannot be read (a link, a broken archive, an impossible name)."""


class GradebookError(GraderError):
    """The gradebook cannot be opened, read or written, or does not hold what is asked for."""


class AuthorError(GraderError):
    """A problem's own code (reference, driver, verifier) failed; what depends on it is ungraded."""


class WireError(GraderError):
    """Bytes that are not a message, or a message over its caps."""


class SandboxError(GraderError):
    """The sandbox itself failed; what it was doing is ungraded."""


class IsolationError(SandboxError):
    """The isolation that was asked for cannot be reached on this machine."""
