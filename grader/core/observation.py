"""Observations: what came of one call in a worker. Everything a worker sent is its student's claim."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from grader.core.data import Data
from grader.core.verdict import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """The call returned `data`. `after` holds arguments as they stood after the call (`observe`, `keeps`)."""

    data: Data
    after: dict[str, Data] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The call returned something that cannot be handed over; `reason` says what and why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """Student code raised. `types` are the exception's class names, most derived first.

    `line` is the innermost student line (0 where unknown), `file` its path within the submission, `cell` the cell in
    which that line is counted (0 outside notebooks).
    """

    types: tuple[str, ...]
    message: str
    traceback: str
    file: str = ""
    line: int = 0
    cell: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """Nothing of that `name` was handed in, or it is not written yet (`NotImplementedError`)."""

    name: str
    written: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The worker ended before it answered: a limit, a signal, an exit. `verdict` is never `passed`."""

    verdict: Verdict
    reason: str


Outcome: TypeAlias = Returned | Refused | Raised | Absent | Ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One call's outcome with what the host measured itself.

    Attributes:
        wall_time_s: host-measured seconds from sending the call to its end.
        output: what student code printed (stdout and stderr), capped at the call's `output_kib`.
    """

    outcome: Outcome
    wall_time_s: float
    output: str = ""
